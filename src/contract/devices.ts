// Devices: the WhatsApp numbers linked to this PC.
import * as z from 'zod'
import { NumberText, SessionId, Timestamp } from './common.ts'
import { event } from './event.ts'
import { operation } from './operation.ts'
import { DeviceLimits, DeviceLimitsPatch } from './settings.ts'

export const DeviceStatus = z.enum([
  'new',
  'linking',
  'connecting',
  'connected',
  'offline',
  'logged-out',
  'restricted',
  'banned',
])
export type DeviceStatus = z.infer<typeof DeviceStatus>

/** The finer steps of linking, told as they happen. */
export const LinkStep = z.enum(['waiting-for-scan', 'scanned', 'syncing', 'codes-used-up', 'refused'])
export type LinkStep = z.infer<typeof LinkStep>

/** What a person can do next without harm. `wait` = it mends itself. */
export const NextStep = z.enum(['link', 'scan', 'wait', 'connect', 'resume', 'update', 'look-at-phone', 'remove-one'])
export type NextStep = z.infer<typeof NextStep>

export const Device = z.object({
  sessionId: SessionId,
  name: z.string(),
  /** Digits without +; null until linked once. */
  number: z.string().nullable(),
  status: DeviceStatus,
  /** One plain sentence of the state and its cure. */
  statusText: z.string(),
  /** Since when the status holds. */
  statusSince: Timestamp,
  linkStep: LinkStep.nullable(),
  /** The next safe step, and the same in one plain sentence; null = there is nothing to do. */
  nextStep: NextStep.nullable(),
  nextStepText: z.string().nullable(),
  /** WhatsApp's code, where it ended the connection with one that nobody knows. */
  closeCode: z.int().nullable(),
  isPaused: z.boolean(),
  sentLastHour: z.int(),
  sentToday: z.int(),
  /** In force now: its own or the shared one; 0 = none. */
  hourlyLimit: z.int(),
  dailyLimit: z.int(),
  inQueue: z.int(),
  /** When its next message leaves, if one waits and the time is known. */
  nextAt: Timestamp.nullable(),
  /** What holds its messages, as `waitingFor` of a message; null when nothing does. */
  heldBy: z.string().nullable(),
  heldUntil: Timestamp.nullable(),
  /** Its own values; null = follows the shared settings. */
  limits: DeviceLimits,
  createdAt: Timestamp,
})
export type Device = z.infer<typeof Device>

const One = z.object({ sessionId: SessionId })
const Answer = z.object({ device: Device })
const Name = z
  .string({ error: (issue) => (issue.input === undefined ? 'Give the device a name.' : 'The name must be text.') })
  .trim()
  .min(1, 'Give the device a name.')
  .max(60, 'The name may have 60 characters.')

export const operations = {
  list: operation('GET /devices', 'read', 'All devices')
    .input(z.object({}))
    .output(z.object({ devices: z.array(Device) })),
  create: operation('POST /devices', 'admin', 'Add a device and start linking it', { status: 201 })
    .input(z.object({ name: Name }))
    .output(Answer),
  get: operation('GET /devices/{sessionId}', 'read', 'One device').input(One).output(Answer),
  update: operation('PATCH /devices/{sessionId}', 'admin', 'Rename a device or give it its own limits')
    .input(One.extend({ name: Name.optional() }).extend(DeviceLimitsPatch.shape))
    .output(Answer),
  qr: operation(
    'GET /devices/{sessionId}/qr',
    'admin',
    'The QR text to scan; starts linking again if the codes have run out',
    { png: 'The QR code to scan, as a picture' },
  )
    .input(One)
    .output(z.object({ qr: z.string(), expiresAt: Timestamp })),
  pairingCode: operation(
    'POST /devices/{sessionId}/pairing-code',
    'admin',
    'An eight-character code to type on the phone',
  )
    .input(One.extend({ number: NumberText }))
    .output(z.object({ code: z.string() })),
  restart: operation('POST /devices/{sessionId}/restart', 'admin', 'Close the connection and open it again')
    .input(One)
    .output(Answer),
  logout: operation('POST /devices/{sessionId}/logout', 'admin', 'End the link; history and queue stay')
    .input(One)
    .output(Answer),
  pause: operation('POST /devices/{sessionId}/pause', 'admin', 'Stop sending from this device', { role: 'sender' })
    .input(One)
    .output(Answer),
  resume: operation('POST /devices/{sessionId}/resume', 'admin', 'Send from this device again', { role: 'sender' })
    .input(One)
    .output(Answer),
  remove: operation('DELETE /devices/{sessionId}', 'admin', 'Remove a device')
    .input(
      One.extend({
        /** What becomes of its waiting messages; needed when there are any. `keep` holds them until they are moved. */
        waiting: z.enum(['cancel', 'keep', 'move'], { error: 'waiting is cancel, keep or move.' }).optional(),
        /** With `move`: to which device; without it the least loaded one that may send. */
        moveTo: SessionId.optional(),
      }),
    )
    .output(z.object({ cancelled: z.int(), kept: z.int(), moved: z.int() })),
}

export const events = {
  'device.changed': event(Device, {
    key: 'sessionId',
    freshens: {
      rows: { 'devices.list': 'devices' },
      whole: ['devices.list'],
      answers: { 'devices.get': 'device' },
    },
  }),
  'device.removed': event(z.object({ sessionId: SessionId }), {
    key: 'sessionId',
    isRemoval: true,
    freshens: { rows: { 'devices.list': 'devices' }, answers: { 'devices.get': 'device' } },
  }),
}
