// The time, handed in, so that a month of sending can be lived through in a second.
// Two times: what the PC's clock shows, which people and daylight saving may set, and what has truly passed.
import { uptime } from 'node:os'

export interface Clock {
  /** Epoch milliseconds, as the PC shows them; may jump either way. */
  now(): number
  /** Milliseconds that have passed since some start, sleep included; never jumps and never goes back. */
  elapsed(): number
  /** Calls `work` once when `ms` have passed, sleep included; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
}

/** Timers of the platform stand still while the PC sleeps, so that longer waits look up in between. */
const LONGEST_TIMER_MS = 30_000
/** The PC's clock may wander this far from the process's before the system is asked how long it slept. */
const WANDERS_MS = 2_000

/** The process's own clock misses sleep, the PC's clock jumps; the system's uptime does neither but is slow to ask. */
function createElapsed(): () => number {
  const uptimeMs = () => uptime() * 1000
  const startedAt = { up: uptimeMs(), own: performance.now() }
  let drift = Date.now() - performance.now()
  let sleptMs = 0
  return () => {
    const own = performance.now()
    if (Math.abs(Date.now() - own - drift) > WANDERS_MS) {
      drift = Date.now() - own
      const slept = uptimeMs() - startedAt.up - (own - startedAt.own)
      // Uptime counts whole seconds on some systems.
      sleptMs = Math.max(sleptMs, slept > WANDERS_MS ? slept : 0)
    }
    return own + sleptMs
  }
}

const elapsed = createElapsed()

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed,
  after(ms, work) {
    const end = elapsed() + Math.max(0, ms)
    let timer = setTimeout(look, Math.min(Math.max(0, ms), LONGEST_TIMER_MS))
    function look(): void {
      const left = end - elapsed()
      // Timers may ring a fraction of a millisecond early.
      if (left < 1) work()
      else timer = setTimeout(look, Math.min(left, LONGEST_TIMER_MS))
    }
    return () => clearTimeout(timer)
  },
}
