// What the program has in its hands: the messages being prepared or sent. Their ids are kept where they outlive it.
// A message found there at the next start was in hand when the program broke down: it is suspect and goes alone, so that
// only the one to blame can be there again; after three times it is put aside and the queue goes on.
import type { Slots } from '../../base/id-slots.ts'
import { reasonOf } from '../state/reasons.ts'
import type { Settle } from '../state/settle.ts'
import type { Store } from '../state/store.ts'
import type { SendingStore } from './store.ts'

/** Breakdowns after which a message that still waits is put aside. */
const MOST_CRASHES = 3

export type CrashGuard = ReturnType<typeof createCrashGuard>

/** `onFree` is called when whoever was refused should ask again. */
export function createCrashGuard(deps: {
  slots: Slots
  rows: Store
  store: SendingStore
  settle: Settle
  onFree: () => void
}) {
  const { slots, rows, store, settle, onFree } = deps
  const free = Array.from({ length: slots.count }, (_, index) => slots.count - 1 - index)
  const held = new Map<number, number | undefined>()
  /** A suspect goes alone: nobody beside it, and nobody before it once it has asked. */
  let alone: number | null = null
  let isSuspectWaiting = false

  return {
    /**
     * Notes a breakdown against what was in hand when the process before ended. One that had left may have arrived:
     * its tries are counted, so that it ends as unknown by itself.
     */
    async blame(): Promise<void> {
      const found = slots.read()
      if (found.length === 0) return
      await settle.commit((apply) => {
        for (const id of found) {
          const row = rows.get(id)
          if (!row) continue
          store.addCrash(id)
          if (row.crashes + 1 < MOST_CRASHES) continue
          apply(row, { kind: 'refused', code: 'quarantined', reason: reasonOf('quarantined') })
        }
      })
      slots.clear()
    },
    /** Takes a message; false = not now, because a suspect is in hand or this is one and others are. */
    take({ id, crashes }: { id: number; crashes: number }): boolean {
      if (alone !== null) return false
      if (crashes > 0 && held.size > 0) isSuspectWaiting = true
      if (isSuspectWaiting && (crashes === 0 || held.size > 0)) return false
      isSuspectWaiting = false
      if (crashes > 0) alone = id
      const slot = free.pop()
      held.set(id, slot)
      if (slot !== undefined) slots.write(slot, id)
      return true
    },
    letGo(id: number): void {
      const slot = held.get(id)
      held.delete(id)
      if (slot !== undefined) {
        slots.write(slot, 0)
        free.push(slot)
      }
      const wasAlone = alone === id
      if (wasAlone) alone = null
      if (!wasAlone && !(isSuspectWaiting && held.size === 0)) return
      isSuspectWaiting = false
      onFree()
    },
    /** An orderly end: nothing is in hand any more. */
    close(): void {
      slots.clear()
      slots.close()
    },
  }
}
