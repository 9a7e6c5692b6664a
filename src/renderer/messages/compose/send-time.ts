// When a message would leave, as far as anybody can tell before it is queued. Pure; the engine alone decides.
import type { Device } from '@contract/devices.ts'
import type { Settings } from '@contract/settings.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type SendTime =
  | { kind: 'no-device' }
  /** On its way back, or not linked (any more). */
  | { kind: 'away' | 'not-linked' | 'device-paused' | 'all-paused' | 'restricted'; device: Device }
  /** Nothing waits before it: after one pause, in seconds. */
  | { kind: 'soon'; device: Device; min: number; max: number }
  | { kind: 'at'; device: Device; at: number }
  /** `at`: when there is room again; null = not known. */
  | { kind: 'limited'; device: Device; at: number | null }

export type Pace = Pick<Settings, 'delayMinSeconds' | 'delayMaxSeconds' | 'isPaused'>

/** It has a phone, now or in a moment. */
export const isLinked = ({ status }: Device): boolean =>
  status === 'connected' || status === 'restricted' || status === 'offline' || status === 'connecting'

const canSend = (device: Device) =>
  (device.status === 'connected' || device.status === 'restricted') && !device.isPaused

/** The device that is chosen when nobody chooses: the one that wrote last, else the least loaded that may send. */
export function chosenDevice(devices: readonly Device[], lastId: string | undefined): Device | undefined {
  const linked = devices.filter(isLinked)
  const known = linked.find((device) => device.sessionId === lastId)
  if (known) return known
  const able = linked.filter(canSend)
  const candidates = able.length > 0 ? able : linked
  return candidates.reduce<Device | undefined>(
    (best, device) => (best === undefined || device.inQueue < best.inQueue ? device : best),
    undefined,
  )
}

const pauseOf = (device: Device, pace: Pace) => ({
  min: device.limits.delayMinSeconds ?? pace.delayMinSeconds,
  max: device.limits.delayMaxSeconds ?? pace.delayMaxSeconds,
})

/** When the next message queued for `device` would leave. */
export function sendTimeOf(device: Device | undefined, pace: Pace, now: number): SendTime {
  if (device === undefined) return { kind: 'no-device' }
  if (!isLinked(device)) return { kind: 'not-linked', device }
  if (pace.isPaused) return { kind: 'all-paused', device }
  if (device.isPaused) return { kind: 'device-paused', device }
  if (device.status === 'offline' || device.status === 'connecting') return { kind: 'away', device }
  const isFull = (sent: number, limit: number) => limit > 0 && sent + device.inQueue >= limit
  if (isFull(device.sentLastHour, device.hourlyLimit) || isFull(device.sentToday, device.dailyLimit))
    return { kind: 'limited', device, at: device.heldUntil }
  if (device.status === 'restricted') return { kind: 'restricted', device }
  const { min, max } = pauseOf(device, pace)
  if (device.inQueue === 0) return { kind: 'soon', device, min, max }
  const first = Math.max(device.nextAt ?? now, now)
  return { kind: 'at', device, at: first + (device.inQueue * (min + max) * 1_000) / 2 }
}

/**
 * About when the last of `count` new messages would leave, spread over `devices`; null when nobody can tell.
 * Hours and days that a limit holds them count in full.
 */
export function lastSendTime(devices: readonly Device[], count: number, pace: Pace, now: number): number | null {
  const able = devices.filter(canSend)
  if (able.length === 0 || count === 0 || pace.isPaused) return null
  const share = Math.ceil(count / able.length)
  return Math.max(...able.map((device) => lastOf(device, share, pace, now)))
}

function lastOf(device: Device, count: number, pace: Pace, now: number): number {
  const { min, max } = pauseOf(device, pace)
  const ahead = device.inQueue + count
  const first = Math.max(device.nextAt ?? now, now)
  const paced = first + (ahead * (min + max) * 1_000) / 2
  const held = (sent: number, limit: number, periodMs: number) =>
    limit === 0 ? 0 : Math.floor(Math.max(0, sent + ahead - 1) / limit) * periodMs
  const limited = Math.max(
    held(device.sentLastHour, device.hourlyLimit, HOUR_MS),
    held(device.sentToday, device.dailyLimit, DAY_MS),
  )
  return Math.max(paced, now + limited)
}
