// A range of days: presets first, then two calendars and two typed fields. Names and week start come from Intl.
import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { Button } from '../controls/button.tsx'
import { Field } from '../controls/field.tsx'
import { TextInput } from '../controls/text-input.tsx'
import { cx } from '../cx.ts'
import { Popover } from '../overlay/popover.tsx'
import { useUiText } from '../text.ts'
import { useIsNarrow } from '../theme/window-width.ts'
import { Calendars } from './calendars.tsx'
import { type DayRange, dateOf, presetOf, presetRange, presets } from './day-range.ts'

export interface DateRangePickerProps {
  value: DayRange
  onChange: (value: DayRange) => void
}

/** "Last 7 days", "1–20 Nov 2026", "From 3 Nov 2026": the range in words, for buttons and sentences. */
export function useRangeText(): (range: DayRange) => string {
  const intl = useIntl()
  const words = useUiText()
  return (range) => {
    const preset = presetOf(range, new Date())
    if (preset) return words(`ui.range.${preset}`)
    const form = new Intl.DateTimeFormat(intl.locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      numberingSystem: 'latn',
    })
    const from = range.from ? dateOf(range.from) : undefined
    const to = range.to ? dateOf(range.to) : undefined
    if (from && to) return form.formatRange(from, to)
    if (from) return words('ui.range.from', { day: form.format(from) })
    return to ? words('ui.range.to', { day: form.format(to) }) : words('ui.range.allTime')
  }
}

export function DateRangePicker({ value, onChange }: DateRangePickerProps) {
  const words = useUiText()
  const rangeText = useRangeText()
  return (
    <Popover
      name={words('ui.range.name')}
      trigger={
        <button
          type="button"
          aria-label={words('ui.range.chosen', { range: rangeText(value) })}
          className="inline-flex h-control max-w-full items-center gap-2 rounded-control border border-line-strong bg-surface px-3 hover:bg-sunken"
        >
          <CalendarDays aria-hidden className="size-4 shrink-0 text-ink-2" />
          <span className="truncate">{rangeText(value)}</span>
        </button>
      }
    >
      {(close) => (
        <Choices
          value={value}
          onChange={(next) => {
            onChange(next)
            close()
          }}
        />
      )}
    </Popover>
  )
}

function Choices({ value, onChange }: DateRangePickerProps) {
  const words = useUiText()
  const isNarrow = useIsNarrow()
  const now = new Date()
  const chosen = presetOf(value, now)
  const [draft, setDraft] = useState<DayRange>(value)
  const [isChecked, check] = useState(false)
  const wrong = (day: string | undefined) => Boolean(day) && !dateOf(day ?? '')
  const isTurned = Boolean(draft.from && draft.to && draft.from > draft.to)
  const apply = () => {
    check(true)
    if (!wrong(draft.from) && !wrong(draft.to) && !isTurned) onChange(draft)
  }
  const day = (side: 'from' | 'to') => ({
    code: true,
    placeholder: 'YYYY-MM-DD',
    value: draft[side] ?? '',
    onChange: (text: string) => setDraft({ ...draft, [side]: text.trim() || undefined }),
    onBlur: () => check(true),
  })
  const error = (side: 'from' | 'to') =>
    isChecked && wrong(draft[side])
      ? words('ui.range.wrongDay')
      : isChecked && side === 'to' && isTurned && words('ui.range.turned')
  return (
    <form
      className={cx('flex gap-4', isNarrow && 'flex-col')}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <ul className={cx('flex gap-1', isNarrow ? 'flex-wrap' : 'w-36 flex-col')}>
        {presets.map((preset) => (
          <li key={preset}>
            <button
              type="button"
              aria-pressed={chosen === preset}
              onClick={() => onChange(presetRange(preset, now))}
              className={cx(
                'h-8 w-full rounded-control px-3 text-start hover:bg-sunken',
                chosen === preset && 'bg-accent-soft font-semibold',
              )}
            >
              {words(`ui.range.${preset}`)}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-3">
        <Calendars months={isNarrow ? 1 : 2} value={draft} onChange={setDraft} />
        <div className="flex flex-wrap items-start gap-2">
          <div className="w-36">
            <Field label={words('ui.range.firstDay')} error={error('from')}>
              <TextInput {...day('from')} />
            </Field>
          </div>
          <div className="w-36">
            <Field label={words('ui.range.lastDay')} error={error('to')}>
              <TextInput {...day('to')} />
            </Field>
          </div>
          <div className="pt-6">
            <Button type="submit">{words('ui.range.show')}</Button>
          </div>
        </div>
      </div>
    </form>
  )
}
