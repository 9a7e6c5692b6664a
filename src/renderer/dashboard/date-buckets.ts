// The bars of "Messages by date": every day of the range, also those without messages; months when the days would be too many.
import type { DayRange } from '../ui/time/day-range.ts'
import { dateOf, dayOf } from '../ui/time/day-range.ts'

const MOST_DAYS = 62

export interface DayCount {
  date: string
  sent: number
  failed: number
}

/** One bar: a day, or all the days of a month that lie in the range. */
export interface DateBucket {
  from: string
  to: string
  sent: number
  failed: number
  isMonth: boolean
}

/**
 * @param counts days that have messages, in any order
 * @param today the last day that can have any, as YYYY-MM-DD
 */
export function bucketsOf(counts: readonly DayCount[], { from, to }: DayRange, today: string): DateBucket[] {
  const known = counts.map(({ date }) => date).sort()
  const first = from ?? known[0]
  const end = to ?? today
  const last = end > today ? today : end
  if (first === undefined || first > last || known.length === 0) return []
  const byDate = new Map(counts.map((count) => [count.date, count]))
  const days: DateBucket[] = []
  for (let day: string | undefined = first; day !== undefined && day <= last; day = dayAfter(day)) {
    const { sent = 0, failed = 0 } = byDate.get(day) ?? {}
    days.push({ from: day, to: day, sent, failed, isMonth: false })
  }
  return days.length <= MOST_DAYS ? days : monthsOf(days)
}

function monthsOf(days: readonly DateBucket[]): DateBucket[] {
  const months = new Map<string, DateBucket>()
  for (const day of days) {
    const month = day.from.slice(0, 7)
    const old = months.get(month) ?? { ...day, sent: 0, failed: 0, isMonth: true }
    months.set(month, { ...old, to: day.to, sent: old.sent + day.sent, failed: old.failed + day.failed })
  }
  return [...months.values()]
}

function dayAfter(day: string): string | undefined {
  const date = dateOf(day)
  return date && dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1))
}
