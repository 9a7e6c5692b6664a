// Times as people say them, in the PC's zone: what was ("14:05", "Tue 14:05", "3 Nov 2026") and what will be ("in about 12 s", "about 15:40").
import { useMemo, useSyncExternalStore } from 'react'
import { type IntlShape, useIntl } from 'react-intl'
import { type SayText, useText } from './text.tsx'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export interface Times {
  /** "just now", "14:05", "Tue 14:05", "3 Nov 2026". */
  past(at: number): string
  /** Like `past`, but today reads "today 14:05"; for places without a column head. */
  pastInWords(at: number): string
  /** "in about 12 s", "about 15:40", "tomorrow 09:00", "Tue 09:00", "3 Nov 2026, 09:00"; fits "Leaves {when}." */
  future(at: number): string
  /** "15:00", "tomorrow 09:00", "Tue 14:00"; fits "until {when}". */
  until(at: number): string
  /** "14:05" */
  clock(at: number): string
  /** "14:05:12", for timelines. */
  second(at: number): string
  /** "3 Nov 2026" */
  day(at: number): string
  /** "3 Nov 2026, 14:05:12 GMT+5", the whole stamp. */
  stamp(at: number): string
  /** "1 – 20 Nov 2026" */
  days(from: number, to: number): string
  /** 2026-11-21 of the PC's zone, for the contract's days. */
  isoDay(at: number): string
}

/** @param now fixes the moment that "just now" and "in about" count from; without it, the present second */
export function useTimes(now?: number): Times {
  const intl = useIntl()
  const text = useText()
  const ticking = useNow(now === undefined ? 1_000 : null)
  const moment = now ?? ticking
  return useMemo(() => timesAt(intl, text, moment), [intl, text, moment])
}

function timesAt(intl: IntlShape, text: SayText, now: number): Times {
  const isoDay = (at: number) => isoDayIn(intl.timeZone, at)
  const clock = (at: number) => intl.formatTime(at, { hour: '2-digit', minute: '2-digit' })
  const day = (at: number) => intl.formatDate(at, { day: 'numeric', month: 'short', year: 'numeric' })
  const weekday = (at: number) => intl.formatDate(at, { weekday: 'short' })
  const isToday = (at: number) => isoDay(at) === isoDay(now)
  const past = (at: number) => {
    if (now - at < MINUTE_MS && at <= now + MINUTE_MS) return text('time.just-now')
    if (isToday(at)) return clock(at)
    return now - at < 6 * DAY_MS ? text('time.on-day', { day: weekday(at), clock: clock(at) }) : day(at)
  }
  const until = (at: number) => {
    if (isToday(at)) return clock(at)
    if (isoDay(at) === isoDay(now + DAY_MS)) return text('time.tomorrow', { clock: clock(at) })
    return text('time.on-day', { day: at - now < 6 * DAY_MS ? weekday(at) : day(at), clock: clock(at) })
  }
  return {
    isoDay,
    until,
    clock,
    day,
    past,
    pastInWords: (at) => (isToday(at) && now - at >= MINUTE_MS ? text('time.today', { clock: clock(at) }) : past(at)),
    future: (at) => {
      const seconds = Math.max(1, Math.round((at - now) / 1000))
      if (seconds < 60) return text('time.in-seconds', { seconds })
      return isToday(at) ? text('time.about', { clock: clock(at) }) : until(at)
    },
    second: (at) => intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    stamp: (at) => intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'long' }),
    days: (from, to) => intl.formatDateTimeRange(from, to, { day: 'numeric', month: 'short', year: 'numeric' }),
  }
}

/** 2026-11-21 of a zone. */
export function isoDayIn(timeZone: string | undefined, at: number): string {
  const day = new Intl.DateTimeFormat('en-CA', { ...(timeZone ? { timeZone } : {}), numberingSystem: 'latn' })
  return day.format(at)
}

const clocks = new Map<number, { now: number; listeners: Set<() => void>; timer?: ReturnType<typeof setInterval> }>()

/** The present moment, renewed every `everyMs`; null never renews. All who wait alike share one clock. */
export function useNow(everyMs: number | null): number {
  const key = everyMs ?? 0
  const shared = clocks.get(key) ?? { now: Date.now(), listeners: new Set() }
  clocks.set(key, shared)
  return useSyncExternalStore(
    (listener) => {
      shared.listeners.add(listener)
      if (everyMs !== null && shared.timer === undefined) {
        shared.now = Date.now()
        shared.timer = setInterval(() => {
          shared.now = Date.now()
          for (const tell of shared.listeners) tell()
        }, everyMs)
      }
      return () => {
        shared.listeners.delete(listener)
        if (shared.listeners.size > 0 || shared.timer === undefined) return
        clearInterval(shared.timer)
        delete shared.timer
      }
    },
    () => shared.now,
  )
}
