// When waiting messages leave and what they wait for: asked by the API's answer, the queue's rows and the device's card.
import type { WaitingFor } from '@contract/messages.ts'
import type * as z from 'zod'
import type { Clock } from '../../base/clock.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import type { Backlog } from '../state/backlog.ts'
import { estimateText } from './wait-text.ts'

type Reason = z.infer<typeof WaitingFor>
export type Estimates = ReturnType<typeof createEstimates>

export function createEstimates(deps: {
  devices: DeviceViews
  backlog: Backlog
  clock: Clock
  pacerOf: (deviceId: string) => Pacer
  isPaused: () => boolean
  isStorageFull: () => boolean
}) {
  const { devices, backlog, clock, pacerOf } = deps

  /** What holds every message of the device, apart from its pace; null when nothing does. */
  function holdOf(deviceId: string): { reason: Reason; until: number | null } | null {
    if (deps.isStorageFull()) return { reason: 'storage', until: null }
    const device = devices.get(deviceId)
    if (!device || device.isRemoved || !device.isLinked) return { reason: 'device', until: null }
    if (device.heldUntil !== null && device.heldUntil > clock.now())
      return { reason: 'restriction', until: device.heldUntil }
    if (deps.isPaused() || device.isPaused) return { reason: 'paused', until: null }
    if (!device.isConnected) return { reason: 'device', until: null }
    return null
  }

  /** For the message with `ahead` others of its device before it, that began to wait at `since`. */
  function of(deviceId: string, ahead: number, since: number): { waitingFor: Reason; estimatedAt: number | null } {
    const hold = holdOf(deviceId)
    if (hold) return { waitingFor: hold.reason, estimatedAt: hold.until }
    const pacer = pacerOf(deviceId)
    return { waitingFor: pacer.next(since).hold, estimatedAt: pacer.forecast(ahead, since) }
  }

  return {
    holdOf,
    of,
    /** The wording of `estimatedDelivery` for a message that comes to the end of the device's queue now. */
    text(deviceId: string, scheduledAt: number | null): string {
      const now = clock.now()
      if (scheduledAt !== null && scheduledAt > now) return estimateText(scheduledAt, 0, 0, now)
      const ahead = backlog.of(deviceId)
      const { delayMinMs, delayMaxMs } = pacerOf(deviceId).rules()
      const { estimatedAt } = of(deviceId, ahead, now)
      return estimateText(estimatedAt, (ahead + 1) * delayMinMs, (ahead + 1) * delayMaxMs, now)
    },
    /** When the last waiting message of all devices leaves; null when nobody can tell. */
    lastLeavesAt(): number | null {
      const times = backlog.devices().map((deviceId) => of(deviceId, backlog.of(deviceId) - 1, clock.now()).estimatedAt)
      return times.length === 0 || times.includes(null) ? null : Math.max(...times.map((at) => at ?? 0))
    },
  }
}
