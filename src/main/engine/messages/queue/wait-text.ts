// How long a message still waits, in words: "5-20 seconds", "about 3 hours", "tomorrow 09:00".
import { addDays, format, isSameDay } from 'date-fns'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * The estimate that `POST /api/send` answers.
 * `earliestMs` and `latestMs` = the shortest and longest wait at the present pace; `at` = the likely time, which may be
 * later because of limits; `at` null = nobody can tell.
 */
export function estimateText(at: number | null, earliestMs: number, latestMs: number, now: number): string {
  if (at === null) return 'when the device can send'
  const wait = at - now
  if (wait <= latestMs + 1000 && latestMs <= 2 * MINUTE_MS) {
    const [low, high] = [Math.round(earliestMs / 1000), Math.round(latestMs / 1000)]
    if (high < 1) return 'about 1 second'
    return low === high ? `about ${high} ${high === 1 ? 'second' : 'seconds'}` : `${low}-${high} seconds`
  }
  if (wait < 90_000) return `about ${Math.max(1, Math.round(wait / 1000))} seconds`
  if (wait < 90 * MINUTE_MS) return `about ${Math.round(wait / MINUTE_MS)} minutes`
  if (isSameDay(at, now)) return `about ${Math.round(wait / HOUR_MS)} hours`
  if (isSameDay(at, addDays(now, 1))) return `tomorrow ${format(at, 'HH:mm')}`
  return format(at, 'd MMM HH:mm')
}
