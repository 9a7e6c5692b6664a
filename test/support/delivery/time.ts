// Virtual time for simulations: it moves from timer to timer, and the PC's clock may be set apart from it.
import type { Clock } from '@main/engine/base/clock.ts'

interface Timer {
  at: number
  order: number
  work: () => void
  isOff: boolean
}

export type Time = ReturnType<typeof createTime>

/** 2026-03-01 in the morning: daylight saving begins within weeks almost everywhere that has it. */
export function createTime(start = Date.UTC(2026, 2, 1, 8)) {
  let elapsed = 0
  let shift = 0
  let order = 0
  /** A heap by time, then by order. */
  const timers: Timer[] = []
  const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order)

  function push(timer: Timer): void {
    let index = timers.push(timer) - 1
    while (index > 0) {
      const up = (index - 1) >> 1
      const parent = timers[up] as Timer
      if (!isBefore(timer, parent)) break
      timers[index] = parent
      index = up
    }
    timers[index] = timer
  }

  function pop(): Timer | undefined {
    const top = timers[0]
    const last = timers.pop()
    if (last === undefined || timers.length === 0) return top
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= timers.length) break
      if (child + 1 < timers.length && isBefore(timers[child + 1] as Timer, timers[child] as Timer)) child += 1
      if (!isBefore(timers[child] as Timer, last)) break
      timers[index] = timers[child] as Timer
      index = child
    }
    timers[index] = last
    return top
  }

  function after(ms: number, work: () => void): () => void {
    const timer: Timer = { at: elapsed + Math.ceil(Math.max(0, ms)), order: order++, work, isOff: false }
    push(timer)
    return () => {
      timer.isOff = true
    }
  }

  return {
    after,
    now: () => start + shift + elapsed,
    elapsed: () => elapsed,
    /** Somebody sets the PC's clock by `ms`; no time passes. */
    jump(ms: number): void {
      shift += Math.round(ms)
    },
    /** The PC's clock shows the true time again. */
    setRight(): void {
      shift = 0
    },
    /** The PC sleeps: time passes and nothing rings until it wakes. */
    sleep(ms: number): void {
      elapsed += Math.round(ms)
    },
    /** A clock for one process: when it has died, its timers never ring. */
    clock(isAlive: () => boolean): Clock {
      return {
        now: () => start + shift + elapsed,
        elapsed: () => elapsed,
        after: (ms, work) => after(ms, () => isAlive() && work()),
      }
    },
    /** Rings the next timer, if it rings before `until` (elapsed ms); false = there was none, and it is `until` now. */
    step(until: number): boolean {
      for (;;) {
        const next = timers[0]
        if (next === undefined || next.at > until) {
          elapsed = Math.max(elapsed, until)
          return false
        }
        pop()
        if (next.isOff) continue
        elapsed = Math.max(elapsed, next.at)
        next.work()
        return true
      }
    },
  }
}
