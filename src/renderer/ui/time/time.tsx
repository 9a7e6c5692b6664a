// A time that stands alone: in words, with the full stamp on hover. One clock ticks for all of them.
import { useSyncExternalStore } from 'react'
import { useIntl } from 'react-intl'
import { clockForm, formatClock, formatDay, formatFuture, formatPast, formatStamp } from './format.ts'

const SECOND = 1_000

export interface TimeProps {
  at: number
  /** past (default) and future follow the clock; clock = 14:05; second = 14:05:09; day = 3 Nov 2026. */
  as?: 'past' | 'future' | 'clock' | 'second' | 'day'
}

export function Time({ at, as = 'past' }: TimeProps) {
  const intl = useIntl()
  const now = useNow(as === 'future' ? SECOND : 15 * SECOND)
  const text =
    as === 'past'
      ? formatPast(intl, at, now)
      : as === 'future'
        ? formatFuture(intl, at, now)
        : as === 'clock'
          ? formatClock(intl, at)
          : as === 'second'
            ? intl.formatDate(at, { ...clockForm, second: '2-digit' })
            : formatDay(intl, at)
  return (
    <time title={formatStamp(intl, at)} dateTime={new Date(at).toISOString()} className="whitespace-nowrap tabular">
      {text}
    </time>
  )
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
function tick(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, SECOND)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time now, in steps of `stepMs` (1 s at least); what uses it is drawn again at each step. */
export function useNow(stepMs: number = SECOND): number {
  return useSyncExternalStore(tick, () => Math.floor(Date.now() / stepMs) * stepMs)
}
