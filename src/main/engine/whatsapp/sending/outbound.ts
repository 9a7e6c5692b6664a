// An open connection with all that a send needs of it. It ends once; whoever waits on it is told.

import type { WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import { withTimeout } from '../../base/with-timeout.ts'
import type { Acks } from './acks.ts'
import type { DeviceLists } from './device-lists.ts'
import type { Groups } from './group-members.ts'
import type { Recipients } from './recipients.ts'
import type { Upload } from './upload.ts'

export interface Outbound {
  clock: Clock
  socket: WASocket
  lists: DeviceLists
  groups: Groups
  recipients: Recipients
  acks: Acks
  upload: Upload
  /** The server owes an answer: somebody should ask whether it still speaks. */
  onAckLate(): void
  /** Calls `work` when the connection ends (at once if it has); the returned function calls it off. */
  onEnd(work: () => void): () => void
  end(): void
}

export function createOutbound(parts: Omit<Outbound, 'onEnd' | 'end'>): Outbound {
  const waiting = new Set<() => void>()
  let hasEnded = false
  return {
    ...parts,
    onEnd(work) {
      if (hasEnded) work()
      else waiting.add(work)
      return () => waiting.delete(work)
    },
    end() {
      hasEnded = true
      const all = [...waiting]
      waiting.clear()
      for (const work of all) work()
    },
  }
}

/** Waits for `work` as long as the connection holds, `ms` at most. */
export const withinOutbound = <T>(outbound: Outbound, ms: number, work: Promise<T>): Promise<T> =>
  withTimeout(outbound.clock, ms, work, outbound.onEnd)
