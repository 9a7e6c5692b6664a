// Where facts become rows: every change of a message's state passes here, in one transaction with the day's figures and with what
// the pace must know of it after a start.
// Facts come from the sender (claims, outcomes), from the server (late acks, receipts) and from people (cancel, restore).
// What is told and journaled of a change is told after it is on disk, never before.
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Journal } from '../../base/journal.ts'
import type { Changes } from '../../database/changes.ts'
import type { Database } from '../../database/open.ts'
import { dayOf, type Ledger } from '../../pacing/pacing.ts'
import type { Backlog } from './backlog.ts'
import { type Delivery, deliver, type Fact } from './delivery.ts'
import { reasonOf } from './reasons.ts'
import type { Row } from './row.ts'
import type { Store } from './store.ts'

/** The server's word is not said twice: when it cannot be written, it is kept and written later. */
const WRITE_AGAIN_MS = 5_000

/** Facts that the columns do not tell afterwards; the message's story needs them. */
const NOTED: { [Kind in Fact['kind']]?: string } = {
  'no-answer': 'no-answer',
  'tried-again': 'sent-again',
  'given-up': 'unknown',
  'resend-asked': 'resend',
  'marked-sent': 'marked-sent',
  late: 'late',
  released: 'released',
}

/** Applies a fact to a row; returns the new row, or null when nothing changed. */
export type Apply = (row: Row, fact: Fact) => Row | null

export type Settle = ReturnType<typeof createSettle>

interface Change {
  row: Row
  fact: Fact
}

const settledAtOf = ({ status, sentAt, endedAt }: Delivery): number | null =>
  status === 'processing' ? null : (sentAt ?? endedAt ?? 0)

export function createSettle(deps: {
  store: Store
  database: Database
  changes: Changes
  events: Events
  clock: Clock
  journal: Journal
  backlog: Backlog
  ledger: Ledger
  /** A fact could not be written. */
  onWriteFailed: (cause: unknown) => void
}) {
  const { store, database, changes, events, clock, journal, backlog, ledger } = deps
  let changed = new Set<number>()

  /**
   * Runs `work` in the next shared commit; what it applies is told once it is on disk.
   * @throws what the database throws; then nothing of it holds
   */
  async function commit<T>(work: (apply: Apply) => T): Promise<T> {
    let applied: Change[] = []
    try {
      const value = await database.commit(() => {
        applied = []
        return work((row, fact) => apply(row, fact, applied))
      })
      for (const change of applied) tell(change)
      return value
    } catch (cause) {
      // What was counted ahead is not so.
      if (applied.length > 0) backlog.recount()
      throw cause
    }
  }

  function apply(row: Row, fact: Fact, applied: Change[]): Row | null {
    const now = clock.now()
    const before: Delivery = row
    const after = deliver(before, fact, now)
    if (after === before) return null
    store.saveState(row.id, after)
    count(row, before, after, now)
    account(row, before, after)
    backlog.changed(row.deviceId, before, after)
    const noted = NOTED[fact.kind]
    if (noted) store.addEvent(row.id, now, noted, null)
    changes.note('messages', row.id, fact.kind)
    const changedRow = { ...row, ...after }
    applied.push({ row: changedRow, fact })
    return changedRow
  }

  /** Journals a change and tells of all of a turn at once. */
  function tell({ row, fact }: Change): void {
    const { id, status: to, outcome, waId } = row
    const line = { kind: 'state', id, fact: fact.kind, to, outcome } as const
    if (fact.kind === 'claimed') journal.note({ ...line, waId: waId ?? '', chat: journal.digest(row.number) })
    else journal.note(line)
    if (changed.size === 0) {
      setImmediate(() => {
        const queueIds = [...changed]
        changed = new Set()
        events.tell('message.changed', { queueIds })
      })
    }
    changed.add(id)
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

  /** What went out, for the limits; a receipt for what is settled changes nothing of it. */
  function account({ id, deviceId }: Row, before: Delivery, after: Delivery): void {
    const { leftAt, triedAt } = after
    const settledAt = settledAtOf(after)
    if (leftAt === null) {
      if (before.leftAt !== null) ledger.takeBack(id)
    } else if (before.leftAt === null || before.triedAt !== triedAt || settledAtOf(before) !== settledAt) {
      ledger.note({ messageId: id, deviceId, leftAt, triedAt, settledAt })
    }
  }

  /** A fact about a message, settled with those of the same turn; resolves with the row once it is on disk. */
  function settle(id: number, fact: Fact): Promise<Row | null> {
    return commit((apply) => {
      const row = store.get(id)
      return row ? apply(row, fact) : null
    })
  }

  function settleByWaId(waId: string, fact: Fact): void {
    commit((apply) => {
      const row = store.getByWaId(waId)
      if (row) apply(row, fact)
    }).catch((cause) => {
      deps.onWriteFailed(cause)
      clock.after(WRITE_AGAIN_MS, () => settleByWaId(waId, fact))
    })
  }

  events.on('ack.received', ({ waId, code, at }) => {
    journal.note({ kind: 'ack', waId, code })
    settleByWaId(waId, code === null ? { kind: 'accepted', at } : { kind: 'rejected', code, reason: reasonOf(code) })
  })
  events.on('receipt.received', ({ waId, kind: receipt, at }) => {
    journal.note({ kind: 'receipt', waId, receipt })
    settleByWaId(waId, { kind: 'receipt', receipt, at })
  })
  events.on('echo.received', ({ waId, at }) => {
    journal.note({ kind: 'echo', waId })
    settleByWaId(waId, { kind: 'echo', at })
  })

  return { commit, settle }
}
