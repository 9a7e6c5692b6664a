// The queue: the messages that wait, and what can still be done with them.
import * as z from 'zod'
import { Flag, QueueId, SessionId, Timestamp } from './common.ts'
import { event } from './event.ts'
import { BULK_LIMIT, Listing, OneMessage, page, q, WaitingFor } from './messages.ts'
import { operation } from './operation.ts'

/** What waits, in a few figures; goes out at most four times a second. */
export const QueueSummary = z.object({
  waiting: z.int(),
  devices: z.int(),
  /** When the last one leaves, at the present pace; null when nobody can tell. */
  lastLeavesAt: Timestamp.nullable(),
  isPaused: z.boolean(),
})
export type QueueSummary = z.infer<typeof QueueSummary>

/** Messages and the device that they waited for. */
const Moved = z.object({ sessionId: SessionId, queueIds: z.array(z.int().positive()) })

export const operations = {
  list: operation('GET /queue', 'read', 'What waits, oldest first')
    .input(z.object({ sessionId: SessionId.optional(), waitingFor: WaitingFor.optional(), q, ...page }))
    .output(Listing),
  summary: operation('page', 'read', 'How many wait and when the last one leaves')
    .input(z.object({}))
    .output(QueueSummary),
  cancel: operation('DELETE /queue/{queueId}', 'send', 'Cancel one waiting message')
    .input(OneMessage)
    .output(z.object({ cancelled: z.int(), queueIds: z.array(z.int()) })),
  clear: operation('DELETE /queue', 'send', 'Cancel the waiting messages that match')
    .input(
      z.object({
        sessionId: SessionId.optional(),
        campaignId: z.string().optional(),
        waitingFor: WaitingFor.optional(),
        q,
        /** Exactly these; for the page's selection. */
        queueIds: z.array(QueueId).max(BULK_LIMIT).optional(),
        all: Flag.optional(),
      }),
    )
    .output(z.object({ cancelled: z.int(), queueIds: z.array(z.int()) })),
  restore: operation('POST /queue/restore', 'send', 'Put cancelled messages back in their places')
    .input(z.object({ queueIds: z.array(QueueId).min(1, 'queueIds is empty.').max(100_000) }))
    .output(z.object({ restored: z.int(), queueIds: z.array(z.int()) })),
  /** For those that wait because they are late and `whenLate` is `ask`. */
  release: operation('POST /queue/release', 'send', 'Send late messages after all')
    .input(z.object({ queueIds: z.array(QueueId).min(1, 'queueIds is empty.').max(100_000) }))
    .output(z.object({ released: z.int(), queueIds: z.array(z.int()) })),
  /** All that wait for one device (`from`), or exactly these (`queueIds`); what is on its way stays. */
  move: operation('POST /queue/move', 'send', 'Move waiting messages to another device')
    .input(
      z.object({
        from: SessionId.optional(),
        queueIds: z.array(QueueId).min(1, 'queueIds is empty.').max(100_000).optional(),
        to: SessionId,
      }),
    )
    /** `already`: how many of them wait for `to` as it is. */
    .output(z.object({ moved: z.int(), already: z.int(), movedFrom: z.array(Moved) })),
  /** Takes a move back; also to a device that was removed or logged out. */
  moveBack: operation('page', 'send', 'Tie moved messages to the devices they waited for')
    .input(z.object({ moves: z.array(Moved).min(1) }))
    .output(z.object({ moved: z.int() })),
}

export const events = {
  /** The figures of the queue change with every message; people read four a second. */
  'queue.changed': event(QueueSummary, {
    everyMs: 250,
    // The counts on a device move with its queue, and nothing announces them one by one.
    freshens: { answers: { 'queue.summary': '' }, again: ['devices'], againAfterMs: 2_000 },
  }),
}
