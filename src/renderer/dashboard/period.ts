// A range of days in words: as a label beside a figure, and as the end of a sentence.
import { type DayRange, presetOf } from '../ui/time/day-range.ts'
import { useRangeText } from '../ui/time/range-picker.tsx'

export interface Period {
  /** "Last 7 days", "1–20 Nov 2026". */
  label: string
  /** For ICU sentences: which preset, and the days when it is none. */
  inSentence: { preset: string; days: string }
}

export function usePeriod(range: DayRange): Period {
  const rangeText = useRangeText()
  const label = rangeText(range)
  return { label, inSentence: { preset: presetOf(range, new Date()) ?? 'other', days: label } }
}

/** The same range in the address of History. */
export function historyOf({ from, to }: DayRange, more: Record<string, string> = {}): string {
  const preset = presetOf({ from, to }, new Date())
  const range = preset === undefined ? { ...(from && { from }), ...(to && { to }) } : { range: preset }
  return `/history?${new URLSearchParams({ ...range, ...more })}`
}
