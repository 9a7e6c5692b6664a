// Messages: one row for one recipient. The rows that wait ARE the queue (queue.ts); those that ended are the history (history.ts).
import * as z from 'zod'
import { Cursor, Instant, limit, NumberText, QueueId, SessionId, Timestamp, unread } from './common.ts'
import { event } from './event.ts'
import { operation } from './operation.ts'
import { LateAfter, OnAmbiguous, WhenLate } from './settings.ts'

export const MediaType = z.enum(['image', 'video', 'audio', 'document'], {
  error: 'mediaType is image, video, audio or document.',
})
export type MediaType = z.infer<typeof MediaType>

export const MessageStatus = z.enum(['pending', 'processing', 'sent', 'failed', 'cancelled'])
export type MessageStatus = z.infer<typeof MessageStatus>

/** Counted in Unicode code points. */
export const TEXT_LIMIT = 4096
const text = z.string('The message must be text.').refine((value) => [...value].length <= TEXT_LIMIT, {
  error: (issue) => {
    const over = [...String(issue.input)].length - TEXT_LIMIT
    return `${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too many. The limit is 4,096.`
  },
})

/** Programs send null or '' for what they leave out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z
    .union([z.null(), z.literal(''), schema])
    .optional()
    .transform((value) => (value === null || value === '' ? undefined : (value as z.output<T> | undefined)))

export const Draft = z.object({
  number: NumberText,
  /** The text; with media, its caption. May be missing when there is media. */
  message: text.nullish().transform((value) => value ?? undefined),
  /** Where the file is fetched from: http or https, a public address. */
  mediaUrl: optional(z.string('mediaUrl must be text.').max(2048, 'This address is too long.')),
  mediaType: optional(MediaType),
  /** A file uploaded before; stands wherever mediaUrl may. */
  fileId: optional(z.string('fileId must be text.').max(128)),
  /** The name a document arrives under; otherwise the name it came with. */
  fileName: optional(z.string('fileName must be text.').max(255)),
  /** The device; without it the least loaded linked one that may send. */
  sessionId: optional(SessionId),
  /** Not before this time. */
  scheduleAt: Instant.nullish(),
  /** These three stand above the settings of the same names. */
  onAmbiguous: OnAmbiguous.nullish(),
  lateAfterMinutes: LateAfter.nullish(),
  whenLate: WhenLate.nullish(),
})
export type Draft = z.infer<typeof Draft>

/** Why a waiting message does not leave at once. */
export const WaitingFor = z.enum([
  'turn',
  'device',
  'hourly-limit',
  'daily-limit',
  'paused',
  'schedule',
  'late',
  'restriction',
  'storage',
])
export type WaitingFor = z.infer<typeof WaitingFor>

export const Message = z.object({
  queueId: z.int(),
  /** Digits without +, or a group id. */
  number: z.string(),
  message: z.string().nullable(),
  mediaUrl: z.string().nullable(),
  mediaType: MediaType.nullable(),
  fileId: z.string().nullable(),
  fileName: z.string().nullable(),
  sessionId: z.string(),
  status: MessageStatus,
  /**
   * The finer fact: 'unknown' = it may have gone out and nobody can tell, 'marked-sent' = a person said so, 'expired',
   * 'not-on-whatsapp' …; null when the status says all.
   */
  outcome: z.string().nullable(),
  /** Why it failed, one sentence; null otherwise. */
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  waId: z.string().nullable(),
  waitingFor: WaitingFor.nullable(),
  scheduledAt: Timestamp.nullable(),
  estimatedAt: Timestamp.nullable(),
  createdAt: Timestamp,
  sentAt: Timestamp.nullable(),
  deliveredAt: Timestamp.nullable(),
  readAt: Timestamp.nullable(),
  /** While `processing`: since when nobody can tell whether it went out; it may be tried again, under the same id. */
  doubtedAt: Timestamp.nullable(),
  /** When it was cancelled or failed. */
  endedAt: Timestamp.nullable(),
  /** The name of the key or 'page' that queued it. */
  queuedBy: z.string().nullable(),
})
export type Message = z.infer<typeof Message>

export const TimelineEntry = z.object({ at: Timestamp, event: z.string(), detail: z.string().nullable() })
export type TimelineEntry = z.infer<typeof TimelineEntry>

const BulkError = z.object({ index: z.int(), field: z.string(), error: z.string(), code: z.string() })
/** A page of messages. */
export const Listing = z.object({ total: z.int(), messages: z.array(Message), nextCursor: z.string().nullable() })
export const OneMessage = z.object({ queueId: QueueId })

/** Free text: a part of the number or of the message. */
export const q = z.string().max(200).optional()
export const page = { limit: limit(1000, 100), cursor: Cursor.optional() }
const Whole = z.object({ message: Message })

/** At most this many rows in one call. */
export const BULK_LIMIT = 10_000

export const operations = {
  send: operation('POST /send', 'send', 'Queue one message', { queues: true, quick: true })
    .input(Draft)
    .output(z.object({ message: z.string(), queueId: z.int(), status: MessageStatus, estimatedDelivery: z.string() })),
  sendBulk: operation('POST /send-bulk', 'send', 'Queue many messages', { queues: true, body: 'bulk' })
    // Rows are checked one by one in the engine, so that a bad one does not hold up the good ones.
    .input(
      z.object({
        messages: z
          .array(unread(Draft), 'messages must be a list.')
          .min(1, 'The list is empty.')
          .max(BULK_LIMIT, 'At most 10,000 messages in one call.'),
      }),
    )
    .output(
      z.object({
        message: z.string(),
        queued: z.int(),
        failed: z.int(),
        queueIds: z.array(z.int()),
        errors: z.array(BulkError).optional(),
      }),
    ),
  get: operation('GET /messages/{queueId}', 'read', 'One message and its timeline')
    .input(OneMessage)
    .output(z.object({ message: Message.extend({ timeline: z.array(TimelineEntry) }) })),
  /** A new message with the same content to the same recipient, for one that failed or was cancelled. */
  again: operation('POST /messages/{queueId}/again', 'send', 'Send a failed or cancelled message again', {
    queues: true,
  })
    .input(OneMessage)
    .output(z.object({ message: z.string(), queueId: z.int(), status: MessageStatus, estimatedDelivery: z.string() })),
  /** What a person decides of a message whose outcome is not known: the same bytes under the same id once more … */
  resend: operation('POST /messages/{queueId}/resend', 'send', 'Send a message of unknown outcome again, under its id')
    .input(OneMessage)
    .output(Whole),
  /** … or that it has arrived. */
  markSent: operation('POST /messages/{queueId}/mark-sent', 'send', 'Say that a message of unknown outcome arrived')
    .input(OneMessage)
    .output(Whole),
}

export const events = {
  'message.changed': event(Message, {
    key: 'queueId',
    freshens: {
      rows: { 'queue.list': 'messages', 'history.list': 'messages' },
      answers: { 'messages.get': 'message' },
      // Its story is no part of the event.
      again: ['messages.get'],
      // Messages change often while a queue empties.
      gatherMs: 200,
    },
  }),
}
