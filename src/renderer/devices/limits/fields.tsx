// The fields of sending limits, the same for all devices and for one.

import { useFormats } from '../../i18n/format.ts'
import { useText } from '../../i18n/text.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { TextInput } from '../../ui/controls/text-input.tsx'
import type { LimitFormValues, LimitName, LimitProblem } from './form-values.ts'

interface LimitFieldsProps {
  value: LimitFormValues
  onChange: (value: LimitFormValues) => void
  problems: Partial<Record<LimitName, LimitProblem>>
  /** What the engine refused, and where. */
  refusal: { field: string | undefined; sentence: string } | null
  /** What an empty field follows; null when none may be empty. */
  shared: Record<LimitName, number> | null
}

const labels = {
  delayMinSeconds: 'devices.delay-min',
  delayMaxSeconds: 'devices.delay-max',
  hourlyLimit: 'devices.hourly',
  dailyLimit: 'devices.daily',
} as const

export function LimitFields({ value, onChange, problems, refusal, shared }: LimitFieldsProps) {
  const text = useText()
  const { number } = useFormats()
  const follow = (name: LimitName) => {
    if (shared === null) return undefined
    const isNone = shared[name] === 0 && (name === 'hourlyLimit' || name === 'dailyLimit')
    return isNone ? text('devices.as-all-none') : text('devices.as-all', { value: number(shared[name]) })
  }
  const one = (name: LimitName) => (
    <Field
      label={text(labels[name])}
      error={problems[name] ? text(problems[name]) : refusal?.field === name && refusal.sentence}
    >
      <TextInput
        inputMode="decimal"
        value={value[name]}
        placeholder={follow(name)}
        onChange={(typed) => onChange({ ...value, [name]: typed })}
      />
    </Field>
  )
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="font-semibold">{text('devices.pace')}</legend>
        <p className="text-pill text-ink-3">{text('devices.pace-hint')}</p>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] items-start gap-4">
          {one('delayMinSeconds')}
          {one('delayMaxSeconds')}
        </div>
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="font-semibold">{text('devices.most')}</legend>
        <p className="text-pill text-ink-3">{text('devices.most-hint')}</p>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] items-start gap-4">
          {one('hourlyLimit')}
          {one('dailyLimit')}
        </div>
      </fieldset>
    </>
  )
}
