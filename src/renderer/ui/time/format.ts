// Times in words, by the zone and the language of `intl`: just now, 14:05, Tue 14:05, 3 Nov 2026; in about 12 s, about 15:40.
import type { IntlShape } from 'react-intl'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const latn = { numberingSystem: 'latn' } as const
export const clockForm = { hour: '2-digit', minute: '2-digit', ...latn } as const

/** Days of the zone's calendar from `from` to `to`. */
function daysBetween(intl: IntlShape, from: number, to: number): number {
  const form = new Intl.DateTimeFormat('en-CA', intl.timeZone === undefined ? {} : { timeZone: intl.timeZone })
  return Math.round((Date.parse(form.format(to)) - Date.parse(form.format(from))) / (24 * 60 * MINUTE))
}

/** 14:05 */
export const formatClock = (intl: IntlShape, at: number): string => intl.formatDate(at, clockForm)

/** "just now", 14:05, Tue 14:05, 3 Nov 2026. */
export function formatPast(intl: IntlShape, at: number, now: number): string {
  if (Math.abs(now - at) < MINUTE) return intl.formatMessage({ id: 'ui.time.justNow' })
  const days = daysBetween(intl, at, now)
  if (days === 0) return formatClock(intl, at)
  if (days > 0 && days < 7) return `${intl.formatDate(at, { weekday: 'short' })} ${formatClock(intl, at)}`
  return formatDay(intl, at)
}

/** "in about 12 s", "about 15:40", "tomorrow 09:00", "Tue 09:00", "3 Nov 2026". */
export function formatFuture(intl: IntlShape, at: number, now: number): string {
  const left = at - now
  if (left < MINUTE) {
    const seconds = Math.max(1, Math.round(left / SECOND))
    return intl.formatMessage({ id: 'ui.time.inSeconds' }, { seconds })
  }
  const days = daysBetween(intl, now, at)
  const time = formatClock(intl, at)
  if (days === 0) return intl.formatMessage({ id: 'ui.time.about' }, { time })
  if (days === 1) return intl.formatMessage({ id: 'ui.time.tomorrow' }, { time })
  if (days < 7) return `${intl.formatDate(at, { weekday: 'short' })} ${time}`
  return formatDay(intl, at)
}

/** 3 Nov 2026 */
export const formatDay = (intl: IntlShape, at: number): string =>
  intl.formatDate(at, { day: 'numeric', month: 'short', year: 'numeric', ...latn })

/** Everything, for the tip. */
export const formatStamp = (intl: IntlShape, at: number): string =>
  intl.formatDate(at, { dateStyle: 'full', timeStyle: 'medium', ...latn } as Intl.DateTimeFormatOptions)
