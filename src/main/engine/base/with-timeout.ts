// Waiting with an end: Baileys' own promises can hang for a whole query timeout, or for good on a socket that was ended.
import type { Clock } from './clock.ts'

/**
 * Resolves with `work`, or rejects after `ms`. `interrupt` may end the wait sooner: it gets what to call then and returns how
 * to call that off.
 */
export function withTimeout<T>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  interrupt: (stop: () => void) => () => void = () => () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let callOffInterrupt: () => void = () => undefined
    const callOffTimer = clock.after(ms, () => settle(() => reject(new Error('no answer in time'))))
    callOffInterrupt = interrupt(() => settle(() => reject(new Error('the connection ended'))))
    function settle(end: () => void): void {
      callOffTimer()
      callOffInterrupt()
      end()
    }
    work.then(
      (value) => settle(() => resolve(value)),
      (cause: unknown) => settle(() => reject(cause)),
    )
  })
}
