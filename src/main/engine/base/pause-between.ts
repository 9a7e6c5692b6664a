// A pause between heavy pieces of work. After one commit the messages of many devices go on at once, each with an
// encryption; without a break in between they would hold up the whole program for as long as all of them take together.

/** Resolves when there is room in this turn of the event loop, else in a later one; first come, first served. */
export type PauseBetween = () => Promise<void>

/** @param mostMs what may be spent on such work in one turn of the event loop, milliseconds */
export function createPauseBetween(mostMs: number): PauseBetween {
  const waiting: (() => void)[] = []
  /** When the first piece of this turn began; null = none yet. */
  let begunAt: number | null = null

  const isSpent = () => begunAt !== null && performance.now() - begunAt >= mostMs

  function begin(): void {
    if (begunAt !== null) return
    begunAt = performance.now()
    setImmediate(() => {
      begunAt = null
      if (waiting.length > 0) go()
    })
  }

  function go(): void {
    begin()
    waiting.shift()?.()
    // After this the piece itself runs, in microtasks, up to its first wait; then the next is looked at.
    if (waiting.length > 0) process.nextTick(() => isSpent() || go())
  }

  return () => {
    if (waiting.length === 0 && !isSpent()) {
      begin()
      return Promise.resolve()
    }
    return new Promise((resolve) => waiting.push(resolve))
  }
}
