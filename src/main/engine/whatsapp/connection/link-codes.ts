// The codes that an unlinked socket shows for scanning, one after the other. A code by number may be asked for only after the
// first of them has come.
import type { Clock } from '../../base/clock.ts'
import type { LinkNews } from '../../devices/devices.ts'

const FIRST_HOLDS_MS = 60_000
const NEXT_HOLDS_MS = 20_000

export function createCodes(clock: Clock, tell: (news: LinkNews) => void) {
  let shown = 0
  const waiting = new Set<(hasCode: boolean) => void>()
  const wake = (hasCode: boolean): void => {
    for (const hear of [...waiting]) hear(hasCode)
  }
  return {
    show(qr: string): void {
      shown += 1
      tell({ kind: 'code', qr, expiresAt: clock.now() + (shown === 1 ? FIRST_HOLDS_MS : NEXT_HOLDS_MS) })
      wake(true)
    },
    /** A new socket begins: it has shown none yet. */
    begin(): void {
      shown = 0
    },
    /** None will come: whoever waits is told. */
    giveUp(): void {
      shown = 0
      wake(false)
    },
    /** Whether the present socket has shown a code, or does within `ms`. */
    first(ms: number): Promise<boolean> {
      if (shown > 0) return Promise.resolve(true)
      return new Promise((resolve) => {
        const callOff = clock.after(ms, () => hear(false))
        function hear(hasCode: boolean): void {
          callOff()
          waiting.delete(hear)
          resolve(hasCode)
        }
        waiting.add(hear)
      })
    },
  }
}
