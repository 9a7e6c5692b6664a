// Times in words, by the PC's zone and the reader's language; the full stamp on hover. One clock ticks for all of them.
import { useSyncExternalStore } from 'react'
import { type IntlShape, useIntl } from 'react-intl'
import { Tooltip } from './tooltip.tsx'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const latn = { numberingSystem: 'latn' } as const
const clockForm = { hour: '2-digit', minute: '2-digit', ...latn } as const

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
/** Days of the calendar from `from` to `to`. */
const daysBetween = (from: number, to: number) => Math.round((startOfDay(to) - startOfDay(from)) / (24 * 60 * MINUTE))

/** 14:05 */
export const clockWords = (intl: IntlShape, at: number): string => intl.formatDate(at, clockForm)

/** "just now", 14:05, Tue 14:05, 3 Nov 2026. */
export function pastWords(intl: IntlShape, at: number, now: number): string {
  if (Math.abs(now - at) < MINUTE) return intl.formatMessage({ id: 'ui.time.justNow' })
  const days = daysBetween(at, now)
  if (days === 0) return clockWords(intl, at)
  if (days > 0 && days < 7) return `${intl.formatDate(at, { weekday: 'short' })} ${clockWords(intl, at)}`
  return dayWords(intl, at)
}

/** "in about 12 s", "about 15:40", "tomorrow 09:00", "Tue 09:00", "3 Nov 2026". */
export function futureWords(intl: IntlShape, at: number, now: number): string {
  const left = at - now
  if (left < MINUTE) {
    const seconds = Math.max(1, Math.round(left / SECOND))
    return intl.formatMessage({ id: 'ui.time.inSeconds' }, { seconds })
  }
  const days = daysBetween(now, at)
  const time = clockWords(intl, at)
  if (days === 0) return intl.formatMessage({ id: 'ui.time.about' }, { time })
  if (days === 1) return intl.formatMessage({ id: 'ui.time.tomorrow' }, { time })
  if (days < 7) return `${intl.formatDate(at, { weekday: 'short' })} ${time}`
  return dayWords(intl, at)
}

/** 3 Nov 2026 */
export const dayWords = (intl: IntlShape, at: number): string =>
  intl.formatDate(at, { day: 'numeric', month: 'short', year: 'numeric', ...latn })

/** Everything, for the tip. */
export const stampWords = (intl: IntlShape, at: number): string =>
  intl.formatDate(at, { dateStyle: 'full', timeStyle: 'medium', ...latn } as Intl.DateTimeFormatOptions)

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
      ? pastWords(intl, at, now)
      : as === 'future'
        ? futureWords(intl, at, now)
        : as === 'clock'
          ? clockWords(intl, at)
          : as === 'second'
            ? intl.formatDate(at, { ...clockForm, second: '2-digit' })
            : dayWords(intl, at)
  return (
    <Tooltip text={stampWords(intl, at)}>
      <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap tabular">
        {text}
      </time>
    </Tooltip>
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
