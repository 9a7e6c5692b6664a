// When waiting messages leave and what they wait for: asked by the API's answer, the queue's rows and the device's card;
// and the same in words: "5-20 seconds", "about 3 hours", "tomorrow 09:00".
import type { WaitingFor } from '@contract/messages.ts'
import { addDays, format, isSameDay } from 'date-fns'
import type * as z from 'zod'
import type { Clock } from '../../base/clock.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import type { Backlog } from '../state/backlog.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

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

/**
 * The estimate that `POST /api/send` answers.
 * `earliestMs` and `latestMs` = the shortest and longest wait at the present pace; `at` = the likely time, which may be
 * later because of limits; `at` null = nobody can tell.
 */
export function estimateText(at: number | null, earliestMs: number, latestMs: number, now: number): string {
  if (at === null) return 'when the device can send'
  const wait = at - now
  if (wait <= latestMs + 1000 && latestMs <= 2 * MINUTE_MS) {
    const [low, high] = [Math.round(earliestMs / 1000), Math.round(latestMs / 1000)]
    if (high < 1) return 'about 1 second'
    return low === high ? `about ${high} ${high === 1 ? 'second' : 'seconds'}` : `${low}-${high} seconds`
  }
  if (wait < 90_000) return `about ${Math.max(1, Math.round(wait / 1000))} seconds`
  if (wait < 90 * MINUTE_MS) return `about ${Math.round(wait / MINUTE_MS)} minutes`
  if (isSameDay(at, now)) return `about ${Math.round(wait / HOUR_MS)} hours`
  if (isSameDay(at, addDays(now, 1))) return `tomorrow ${format(at, 'HH:mm')}`
  return format(at, 'd MMM HH:mm')
}
