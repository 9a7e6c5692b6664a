// The queue's first line: how many wait, on how many devices, and when the last one leaves.
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'

/** @param matching how many of them the filters show; null = no filter is on */
export function useQueueAnswer(matching: number | null): string | undefined {
  const text = useText()
  const times = useTimes()
  const summary = useOperation('queue', 'summary', {}).data
  if (summary === undefined) return undefined
  const { waiting, devices, lastLeavesAt, isPaused } = summary
  const parts = [text('queue.answer', { count: waiting, devices })]
  if (waiting > 0) {
    if (isPaused) parts.push(text('queue.answer-paused'))
    else if (lastLeavesAt === null) parts.push(text('queue.answer-unknown', { count: waiting }))
    else parts.push(text('queue.answer-leaves', { count: waiting, when: times.future(lastLeavesAt) }))
    if (matching !== null) parts.push(text('queue.answer-matching', { count: matching }))
  }
  return parts.join(' ')
}
