// A clock on which time passes many times faster, so that a minute's wait is lived through in a second.
import type { Clock } from '@main/engine/base/clock.ts'

/** Everything takes a `times`-th of its time; it begins at the PC's own time. */
export function hurriedClock(times: number): Clock {
  const startedAt = Date.now()
  const start = performance.now()
  const elapsed = () => (performance.now() - start) * times
  return {
    now: () => Math.round(startedAt + elapsed()),
    elapsed,
    after(ms, work) {
      const timer = setTimeout(work, Math.max(0, ms) / times)
      return () => clearTimeout(timer)
    },
  }
}
