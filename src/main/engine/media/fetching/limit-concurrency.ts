// Lets only so many in at once; the others wait their turn.

/** `enter` resolves when there is room, with the function that makes room again; it rejects when `signal` ends first. */
export function createLimit(places: number) {
  let inside = 0
  const waiting: (() => void)[] = []

  function leave(): void {
    inside--
    waiting.shift()?.()
  }

  return {
    enter(signal: AbortSignal): Promise<() => void> {
      return new Promise((resolve, reject) => {
        const goIn = () => {
          signal.removeEventListener('abort', giveUp)
          inside++
          resolve(leave)
        }
        const giveUp = () => {
          const place = waiting.indexOf(goIn)
          if (place >= 0) waiting.splice(place, 1)
          reject(signal.reason)
        }
        if (signal.aborted) return giveUp()
        if (inside < places) return goIn()
        waiting.push(goIn)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
