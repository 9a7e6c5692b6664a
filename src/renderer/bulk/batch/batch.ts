// The messages of the last list that was queued: what became of each. Kept for this window, also over a reload.
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { client } from '../../client/client.ts'

/** A row that the engine did not take. */
export interface RefusedRow {
  line: number
  written: string
  text: string
  reason: string
}

export interface Batch {
  queueIds: number[]
  queuedAt: number
  refused: RefusedRow[]
}

export const useBatch = create<{ batch: Batch | null; set: (batch: Batch | null) => void }>()(
  persist((set) => ({ batch: null, set: (batch) => set({ batch }) }), {
    name: 'dakiya.batch',
    storage: createJSONStorage(() => sessionStorage),
  }),
)

export type SendStatus = 'waiting' | 'sending' | 'sent' | 'failed' | 'cancelled'

/** Which of the contract's statuses is which of these. */
export const sendStatuses = {
  pending: 'waiting',
  processing: 'sending',
  sent: 'sent',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<string, SendStatus>

const PAGE = 1_000
/** The clocks of one PC agree; this covers the time the request itself took. */
const BEFORE_MS = 120_000

/** Asks what became of all of them: what still waits from the queue, the rest from the history's newest pages. */
export async function readSendStatuses(
  { queueIds, queuedAt }: Batch,
  signal: AbortSignal,
): Promise<Map<number, SendStatus>> {
  const ours = new Set(queueIds)
  const found = new Map<number, SendStatus>()
  for (const noun of ['queue', 'history'] as const) {
    let cursor: string | undefined
    do {
      const input = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
      const page =
        noun === 'queue' ? await client.queue.list(input, { signal }) : await client.history.list(input, { signal })
      for (const { queueId, status } of page.messages) if (ours.has(queueId)) found.set(queueId, sendStatuses[status])
      const oldest = page.messages.at(-1)?.createdAt ?? 0
      const isPast = noun === 'history' && oldest < queuedAt - BEFORE_MS
      cursor = page.nextCursor === null || isPast || found.size === ours.size ? undefined : page.nextCursor
    } while (cursor !== undefined)
  }
  return found
}
