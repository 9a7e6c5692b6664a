// What a device's card and the queue's head say in figures.
import type { QueueSummary } from '@contract/queue.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import type { Estimates } from '../queue/estimates.ts'
import type { SendingStore } from '../sending/store.ts'
import type { Backlog } from '../state/backlog.ts'

export function createDeviceStats(deps: {
  store: Pick<SendingStore, 'pending'>
  backlog: Backlog
  estimates: Estimates
  pacerOf: (deviceId: string) => Pacer
  isPaused: () => boolean
}) {
  const { store, backlog, estimates, pacerOf } = deps
  return {
    of(deviceId: string) {
      const { lastHour, today } = pacerOf(deviceId).figures()
      const head = store.pending(deviceId, 1)[0]
      const next = head ? estimates.of(deviceId, 0, head.createdAt) : { waitingFor: null, estimatedAt: null }
      const heldBy = next.waitingFor === 'turn' ? null : next.waitingFor
      return {
        sentLastHour: lastHour,
        sentToday: today,
        inQueue: backlog.of(deviceId),
        nextAt: next.estimatedAt,
        heldBy,
        heldUntil: heldBy === null ? null : next.estimatedAt,
      }
    },
    summary: (): QueueSummary => ({
      waiting: backlog.total(),
      devices: backlog.devices().length,
      lastLeavesAt: estimates.lastLeavesAt(),
      isPaused: deps.isPaused(),
    }),
  }
}
