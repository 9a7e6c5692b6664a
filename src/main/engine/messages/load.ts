// How many messages each device still has to send: counted once at the start, then kept with every change of state.
import type { MessageStatus } from '@contract/messages.ts'
import type { Store } from './store.ts'

export type Load = ReturnType<typeof createLoad>

const waits = (status: MessageStatus | null) => status === 'pending' || status === 'processing'

export function createLoad(store: Store) {
  let counts = store.waiting()
  return {
    of: (deviceId: string): number => counts.get(deviceId) ?? 0,
    total: (): number => [...counts.values()].reduce((sum, count) => sum + count, 0),
    devices: (): string[] => [...counts].filter(([, count]) => count > 0).map(([deviceId]) => deviceId),
    /** A message of the device went from one status to another; null = it is new. */
    changed(deviceId: string, from: MessageStatus | null, to: MessageStatus): void {
      const step = Number(waits(to)) - Number(waits(from))
      if (step !== 0) counts.set(deviceId, (counts.get(deviceId) ?? 0) + step)
    },
    /** After a commit that failed: what was counted ahead is not so. */
    recount(): void {
      counts = store.waiting()
    },
    moved(from: string, to: string, count: number): void {
      counts.set(from, (counts.get(from) ?? 0) - count)
      counts.set(to, (counts.get(to) ?? 0) + count)
    },
  }
}
