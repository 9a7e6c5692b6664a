// How the office sends, beside the limits: messages without an answer, messages that waited too long, numbers without a code.
import type { Settings } from '@contract/settings.ts'
import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../i18n/text.tsx'
import { Combobox } from '../../ui/controls/combobox.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { countriesIn } from '../../ui/phone/country.tsx'

export type SendingOptionValues = Pick<Settings, 'onAmbiguous' | 'lateAfterMinutes' | 'whenLate' | 'defaultCountry'>

export const sendingOptionsOf = ({
  onAmbiguous,
  lateAfterMinutes,
  whenLate,
  defaultCountry,
}: Settings): SendingOptionValues => ({
  onAmbiguous,
  lateAfterMinutes,
  whenLate,
  defaultCountry,
})

const HOUR = 60
const DAY = 24 * HOUR
const usual = [0, 15, HOUR, 4 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY]

interface SendingOptionsProps {
  value: SendingOptionValues
  onChange: (value: SendingOptionValues) => void
}

export function SendingOptions({ value, onChange }: SendingOptionsProps) {
  const text = useText()
  const { locale } = useIntl()
  const { lateAfterMinutes: late, defaultCountry } = value
  const minutes = usual.includes(late) ? usual : [...usual, late].sort((a, b) => a - b)
  const countries = useMemo(
    () => [
      { value: '', label: text('devices.country-none') },
      ...countriesIn(locale).map(({ code, name, calling }) => ({ value: code as string, label: name, hint: calling })),
    ],
    [locale, text],
  )
  const spanOf = (many: number) => {
    if (many === 0) return text('devices.late-never')
    if (many % DAY === 0) return text('devices.late-days', { count: many / DAY })
    if (many % HOUR === 0) return text('devices.late-hours', { count: many / HOUR })
    return text('devices.late-minutes', { count: many })
  }
  return (
    <>
      <Field label={text('devices.ambiguous')} hint={text(`devices.ambiguous-${value.onAmbiguous}-hint`)}>
        <Select
          value={value.onAmbiguous}
          onChange={(onAmbiguous) => onChange({ ...value, onAmbiguous })}
          options={[
            { value: 'resend', label: text('devices.ambiguous-resend') },
            { value: 'hold', label: text('devices.ambiguous-hold') },
          ]}
        />
      </Field>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] items-start gap-4">
        <Field label={text('devices.late-after')}>
          <Select
            value={String(late)}
            onChange={(next) => onChange({ ...value, lateAfterMinutes: Number(next) })}
            options={minutes.map((many) => ({ value: String(many), label: spanOf(many) }))}
          />
        </Field>
        {late > 0 && (
          <Field label={text('devices.when-late')}>
            <Select
              value={value.whenLate}
              onChange={(whenLate) => onChange({ ...value, whenLate })}
              options={[
                { value: 'send', label: text('devices.when-late-send') },
                { value: 'ask', label: text('devices.when-late-ask') },
                { value: 'skip', label: text('devices.when-late-skip') },
              ]}
            />
          </Field>
        )}
      </div>
      <Field label={text('devices.country')} hint={text('devices.country-hint')}>
        <Combobox
          value={defaultCountry ?? ''}
          onChange={(code) => onChange({ ...value, defaultCountry: code === '' ? null : code })}
          options={countries}
          placeholder={text('devices.country-search')}
          noMatch={text('devices.country-no-match')}
        />
      </Field>
    </>
  )
}
