// Pages hold on to what they have shown, so that nothing moves under the reader. After an erasure each begins anew, and
// nothing that was read of messages before is left in this window.
import { create } from 'zustand'
import { queryClient } from '../../client/queries.ts'

/** Counts the erasures of this window. */
export const useErasures = create<{ count: number }>()(() => ({ count: 0 }))

export function resetAfterErasure(): void {
  for (const noun of ['messages', 'queue', 'history', 'numbers']) queryClient.removeQueries({ queryKey: [noun] })
  useErasures.setState(({ count }) => ({ count: count + 1 }))
}
