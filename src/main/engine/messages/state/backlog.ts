// How many messages each device still has to send: counted once at the start, then kept with every change of state.
import { type Delivery, isWaiting } from './delivery.ts'
import type { Store } from './store.ts'

export type Backlog = ReturnType<typeof createBacklog>

type State = Pick<Delivery, 'status' | 'outcome'>

export function createBacklog(store: Store) {
  let counts = store.waiting()
  let isStale = false

  function recount(): void {
    isStale = true
    try {
      counts = store.waiting()
      isStale = false
    } catch {
      // The disk that failed the commit fails this too: counted when somebody asks again.
    }
  }

  function now(): Map<string, number> {
    if (isStale) recount()
    return counts
  }

  return {
    of: (deviceId: string): number => now().get(deviceId) ?? 0,
    total: (): number => [...now().values()].reduce((sum, count) => sum + count, 0),
    devices: (): string[] => [...now()].filter(([, count]) => count > 0).map(([deviceId]) => deviceId),
    /** A message of the device went from one state to another; null = it is new. */
    changed(deviceId: string, from: State | null, to: State): void {
      const step = Number(isWaiting(to)) - Number(from !== null && isWaiting(from))
      if (step !== 0) counts.set(deviceId, (counts.get(deviceId) ?? 0) + step)
    },
    /** After a commit that failed: what was counted ahead is not so. */
    recount,
    moved(from: string, to: string, count: number): void {
      counts.set(from, (counts.get(from) ?? 0) - count)
      counts.set(to, (counts.get(to) ?? 0) + count)
    },
  }
}
