// The history's first line: what became of the messages in this range, by the same filters as the list.
import type { HistoryFilter } from '@contract/history.ts'
import { useIntl } from 'react-intl'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { type DayRange, presetOf } from '../ui/time/day-range.ts'
import { useRangeText } from '../ui/time/range-picker.tsx'
import { isFiltered } from './filter.ts'

const told = ['delivered', 'read', 'failed', 'unknown', 'cancelled'] as const

export interface HistoryAnswer {
  answer: string | undefined
  /** How many rows match; undefined until known. */
  total: number | undefined
  reread(): void
}

export function useHistoryAnswer(filter: HistoryFilter, range: DayRange): HistoryAnswer {
  const text = useText()
  const intl = useIntl()
  const rangeText = useRangeText()
  const counts = useOperation('history', 'counts', filter, { keepsPrevious: true })
  const reread = () => void counts.refetch({ cancelRefetch: false })
  if (counts.data === undefined) return { answer: undefined, total: undefined, reread }
  // The figures of the filters before stay in the line for a moment; nothing may be done by them.
  const { total: count } = counts.data
  const total = counts.isPlaceholderData ? undefined : count
  const preset = presetOf(range, new Date()) ?? 'other'
  const inRange = { preset, days: rangeText(range) }
  if (count === 0) {
    const answer = isFiltered(filter) ? text('history.answer-no-match') : text('history.answer-none', inRange)
    return { answer, total, reread }
  }
  // What there is none of is not said.
  const parts = told.filter((name) => counts.data[name] > 0)
  const listed = intl.formatList(
    parts.map((name) => text(`history.part-${name}`, { count: counts.data[name] })),
    { type: 'unit' },
  )
  const hasParts = parts.length > 0 ? 'yes' : 'no'
  return { answer: text('history.answer', { ...inRange, count, hasParts, parts: listed }), total, reread }
}
