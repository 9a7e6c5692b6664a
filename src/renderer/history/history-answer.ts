// The history's first line: what became of the messages in this range, by the same filters as the list.
import type { HistoryFilter } from '@contract/messages.ts'
import { useOperation } from '../client/queries.ts'
import { type DayRange, presetOf } from '../ui/date-presets.ts'
import { useRangeWords } from '../ui/date-range.tsx'
import { useText } from '../words/text.tsx'

export interface HistoryAnswer {
  answer: string | undefined
  /** How many rows match; undefined until known. */
  total: number | undefined
  reread(): void
}

export function useHistoryAnswer(filter: HistoryFilter, range: DayRange): HistoryAnswer {
  const text = useText()
  const rangeWords = useRangeWords()
  const counts = useOperation('history', 'counts', filter, { keepsPrevious: true })
  const reread = () => void counts.refetch({ cancelRefetch: false })
  if (counts.data === undefined) return { answer: undefined, total: undefined, reread }
  const { total, delivered, read, failed, unknown } = counts.data
  const preset = presetOf(range, new Date()) ?? 'other'
  const inRange = { preset, days: rangeWords(range) }
  const answer =
    total === 0
      ? text('history.answer-none', inRange)
      : text('history.answer', { ...inRange, count: total, delivered, read, failed, unknown })
  return { answer, total, reread }
}
