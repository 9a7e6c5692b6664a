// Practice: the simulated WhatsApp as a page of a practice profile sees and steers it. Absent in a real profile.
import * as z from 'zod'
import { Timestamp } from './common.ts'
import { event } from './event.ts'
import { operation } from './operation.ts'

export const Phone = z.object({
  /** Digits without +. */
  number: z.string(),
  name: z.string(),
  /** Linked devices of this phone, by their WhatsApp device number. */
  devices: z.array(z.int()),
})
export type Phone = z.infer<typeof Phone>

/** Something WhatsApp could do wrong, holding now. */
export const Fault = z.object({
  id: z.int(),
  kind: z.string(),
  code: z.int().nullable(),
  /** When it ends by itself; null when it does not. */
  endsAt: Timestamp.nullable(),
})
export type Fault = z.infer<typeof Fault>

/** A number or a group that the practice people wrote or were written to with. */
export const Chat = z.object({
  /** Digits without +, or a group's id. */
  number: z.string(),
  name: z.string(),
  received: z.int(),
  lastText: z.string().nullable(),
  lastKind: z.string(),
  lastAt: Timestamp,
})
export type Chat = z.infer<typeof Chat>

export const Line = z.object({
  /** `received 12` or `written 3`: its own for life. */
  id: z.string(),
  /** The recipient wrote it; else they received it. */
  isTheirs: z.boolean(),
  /** The practice phone at our end. */
  phone: z.string(),
  /** Who wrote it, in a group. */
  author: z.string().nullable(),
  kind: z.string(),
  text: z.string().nullable(),
  fileName: z.string().nullable(),
  bytes: z.int().nullable(),
  /** What `media` asks for; null where there is no picture or file. */
  mediaSeq: z.int().nullable(),
  state: z.enum(['sent', 'delivered', 'read']),
  at: Timestamp,
})
export type Line = z.infer<typeof Line>

const PracticeNumber = z.string().trim().min(1).max(64)

export const operations = {
  phones: operation('page', 'read', 'The practice phones')
    .input(z.object({}))
    .output(z.object({ phones: z.array(Phone) })),
  scan: operation('page', 'admin', 'A practice phone scans the QR text of a device')
    .input(z.object({ number: PracticeNumber, qr: z.string() }))
    .output(z.object({})),
  code: operation('page', 'admin', 'A practice phone enters a pairing code')
    .input(z.object({ number: PracticeNumber, code: z.string() }))
    .output(z.object({})),
  unlink: operation('page', 'admin', 'A practice phone removes a linked device')
    .input(z.object({ number: PracticeNumber, device: z.int() }))
    .output(z.object({})),
  overview: operation('page', 'read', 'Whether the practice network runs, and what it does')
    .input(z.object({}))
    .output(
      z.object({
        /** False while the network stopped and is starting again; the rest is empty then. */
        isUp: z.boolean(),
        phones: z.array(Phone),
        received: z.int(),
        read: z.int(),
        chats: z.array(Chat),
        faults: z.array(Fault),
        /** How often each kind of fault struck since the network started. */
        struck: z.record(z.string(), z.int()),
      }),
    ),
  chat: operation('page', 'read', 'The last messages with one number')
    .input(z.object({ number: PracticeNumber }))
    .output(z.object({ lines: z.array(Line) })),
  media: operation('page', 'read', 'A picture or file as the recipient opened it')
    .input(z.object({ seq: z.int() }))
    .output(z.object({ mimeType: z.string(), base64: z.string() })),
  write: operation('page', 'send', 'A customer writes to a linked phone')
    .input(
      z.object({
        from: PracticeNumber,
        to: PracticeNumber,
        text: z.string().trim().min(1, 'Write what the customer says.').max(4_096, 'The limit is 4,096 characters.'),
      }),
    )
    .output(z.object({})),
  fault: operation('page', 'admin', 'WhatsApp begins to do something wrong')
    .input(
      z.object({
        kind: z.string().max(40),
        code: z.int().optional(),
        count: z.int().optional(),
        afterMs: z.int().optional(),
        probability: z.number().min(0).max(1).optional(),
        when: z.enum(['now', 'message', 'accepted']).optional(),
      }),
    )
    .output(z.object({ id: z.int() })),
  endFault: operation('page', 'admin', 'WhatsApp stops doing it')
    .input(z.object({ id: z.int() }))
    .output(z.object({})),
  endFaults: operation('page', 'admin', 'WhatsApp does nothing wrong any more')
    .input(z.object({}))
    .output(z.object({})),
  reset: operation('page', 'admin', 'The practice network as at its start').input(z.object({})).output(z.object({})),
}

export const events = {
  'practice.changed': event(z.object({ at: Timestamp }), { freshens: { again: ['practice'] } }),
}
