// Where facts become rows: every change of a message's state passes here, in one transaction with the day's figures.
// Facts come from the sender (claims, outcomes), from the server (late acks, receipts) and from people (cancel, restore).
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Database } from '../database/open.ts'
import { type Delivery, deliver, type Fact } from './delivery.ts'
import type { Load } from './load.ts'
import { dayOf } from './pace.ts'
import { reasonOf } from './reasons.ts'
import type { Row, Store } from './store.ts'

export type Settle = ReturnType<typeof createSettle>

export function createSettle(deps: {
  store: Store
  database: Database
  events: Events
  clock: Clock
  load: Load
  /** A fact that came by itself could not be written. */
  onWriteFailed: (cause: unknown) => void
}) {
  const { store, database, events, clock, load } = deps
  let changed = new Set<number>()

  /** Tells of all changes of a turn at once, after they are on disk. */
  function tell(id: number): void {
    if (changed.size === 0) {
      setImmediate(() => {
        const queueIds = [...changed]
        changed = new Set()
        events.tell('message.changed', { queueIds })
      })
    }
    changed.add(id)
  }

  /** Applies a fact inside the caller's transaction; returns the new row, or null when nothing changed. */
  function apply(row: Row, fact: Fact): Row | null {
    const now = clock.now()
    const before: Delivery = row
    const after = deliver(before, fact, now)
    if (after === before) return null
    store.saveState(row.id, after)
    count(row, before, after, now)
    load.changed(row.deviceId, before.status, after.status)
    tell(row.id)
    return { ...row, ...after }
  }

  /** The day's figures: a message counts on the day it was sent, or failed. */
  function count(row: Row, before: Delivery, after: Delivery, now: number): void {
    const isSent = after.status === 'sent' && before.status !== 'sent'
    const isFailed = after.status === 'failed' && before.status !== 'failed'
    const isUnfailed = before.status === 'failed' && after.status !== 'failed'
    const isDelivered = after.deliveredAt !== null && before.deliveredAt === null
    const isRead = after.readAt !== null && before.readAt === null
    if (isUnfailed) store.addToDay(dayOf(before.endedAt ?? now), row.deviceId, { failed: -1 })
    if (isSent || isDelivered || isRead) {
      store.addToDay(dayOf(after.sentAt ?? now), row.deviceId, {
        sent: Number(isSent),
        delivered: Number(isDelivered),
        read: Number(isRead),
      })
    }
    if (isFailed) store.addToDay(dayOf(now), row.deviceId, { failed: 1 })
  }

  /** A fact about a message, settled with those of the same turn; resolves with the row once it is on disk. */
  function settle(id: number, fact: Fact): Promise<Row | null> {
    return database.commit(() => {
      const row = store.get(id)
      return row ? apply(row, fact) : null
    })
  }

  function settleByWaId(waId: string, fact: Fact): void {
    database
      .commit(() => {
        const row = store.getByWaId(waId)
        if (row) apply(row, fact)
      })
      // The server will not say it again, but the message stays unanswered and is tried again under its id.
      .catch((cause) => deps.onWriteFailed(cause))
  }

  events.on('ack.received', ({ waId, code, at }) =>
    settleByWaId(waId, code === null ? { kind: 'accepted', at } : { kind: 'rejected', code, reason: reasonOf(code) }),
  )
  events.on('receipt.received', ({ waId, kind, at }) => settleByWaId(waId, { kind: 'receipt', receipt: kind, at }))

  return { apply, settle }
}
