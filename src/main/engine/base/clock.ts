// The time, handed in, so that a month of sending can be lived through in a second.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls `work` once when `ms` have passed; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
}

/** Longest wait a timer of the platform can hold; longer ones wake up in between and wait on. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
