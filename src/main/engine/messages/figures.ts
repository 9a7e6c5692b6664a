// What a device's card and the queue's head say in figures.
import type { QueueSummary } from '@contract/messages.ts'
import type { Estimates } from './estimates.ts'
import type { Load } from './load.ts'
import type { Pacer } from './pacer.ts'
import type { Store } from './store.ts'

export function createFigures(deps: {
  store: Store
  load: Load
  estimates: Estimates
  pacerOf: (deviceId: string) => Pacer
  isPaused: () => boolean
}) {
  const { store, load, estimates, pacerOf } = deps
  return {
    of(deviceId: string) {
      const { lastHour, today } = pacerOf(deviceId).figures()
      const head = store.pending(deviceId, 1)[0]
      const next = head ? estimates.of(deviceId, 0, head.createdAt) : { waitingFor: null, estimatedAt: null }
      const heldBy = next.waitingFor === 'turn' ? null : next.waitingFor
      return {
        sentLastHour: lastHour,
        sentToday: today,
        inQueue: load.of(deviceId),
        nextAt: next.estimatedAt,
        heldBy,
        heldUntil: heldBy === null ? null : next.estimatedAt,
      }
    },
    summary: (): QueueSummary => ({
      waiting: load.total(),
      devices: load.devices().length,
      lastLeavesAt: estimates.lastLeavesAt(),
      isPaused: deps.isPaused(),
    }),
  }
}
