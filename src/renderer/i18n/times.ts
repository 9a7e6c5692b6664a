// Times inside sentences, in the PC's zone; the words themselves are those of ui/time/format.ts, and ui/time/time.tsx's `Time` is for times that stand alone.
import { useMemo } from 'react'
import { type IntlShape, useIntl } from 'react-intl'
import { formatClock, formatDay, formatFuture, formatPast } from '../ui/time/format.ts'
import { useNow } from '../ui/time/time.tsx'
import { type SayText, useText } from './text.tsx'

const DAY_MS = 86_400_000

export interface Times {
  /** "just now", "14:05", "Tue 14:05", "3 Nov 2026". */
  past(at: number): string
  /** Like `past`, but today reads "today 14:05"; for places without a column head. */
  pastInWords(at: number): string
  /** "in about 12 s", "about 15:40", "tomorrow 09:00", "Tue 09:00"; fits "Leaves {when}." */
  future(at: number): string
  /** "15:00", "tomorrow 09:00", "Tue 14:00"; fits "until {when}" and "at {when}". */
  until(at: number): string
  /** "14:05" */
  clock(at: number): string
  /** "3 Nov 2026" */
  day(at: number): string
  /** "1 – 20 Nov 2026" */
  days(from: number, to: number): string
  /** 2026-11-21 of the PC's zone, for the contract's days. */
  isoDay(at: number): string
}

/** @param now fixes the moment that is counted from; without it, the present second */
export function useTimes(now?: number): Times {
  const intl = useIntl()
  const text = useText()
  const ticking = useNow(now === undefined ? 1_000 : DAY_MS)
  const moment = now ?? ticking
  return useMemo(() => timesAt(intl, text, moment), [intl, text, moment])
}

function timesAt(intl: IntlShape, text: SayText, now: number): Times {
  const isoDay = (at: number) => isoDayIn(intl.timeZone, at)
  const clock = (at: number) => formatClock(intl, at)
  const past = (at: number) => formatPast(intl, at, now)
  const until = (at: number) => {
    if (isoDay(at) === isoDay(now)) return clock(at)
    if (isoDay(at) === isoDay(now + DAY_MS)) return text('time.tomorrow', { clock: clock(at) })
    const isNear = Math.abs(at - now) < 6 * DAY_MS
    const day = isNear ? intl.formatDate(at, { weekday: 'short' }) : formatDay(intl, at)
    return text('time.on-day', { day, clock: clock(at) })
  }
  return {
    past,
    pastInWords: (at) => (past(at) === clock(at) ? text('time.today', { clock: clock(at) }) : past(at)),
    future: (at) => formatFuture(intl, at, now),
    until,
    clock,
    day: (at) => formatDay(intl, at),
    days: (from, to) => intl.formatDateTimeRange(from, to, { day: 'numeric', month: 'short', year: 'numeric' }),
    isoDay,
  }
}

/** 2026-11-21 of a zone. */
function isoDayIn(timeZone: string | undefined, at: number): string {
  return new Intl.DateTimeFormat('en-CA', timeZone === undefined ? {} : { timeZone }).format(at)
}
