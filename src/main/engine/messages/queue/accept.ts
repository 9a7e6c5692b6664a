// How messages come in: each draft is read, tied to a device and written; the caller hears of it when it is on disk.
// The rows of many requests share one commit. A request with an Idempotency-Key leaves its answer in the same commit.
import { DakiyaError, refusalOf } from '@contract/errors.ts'
import type { Draft, MediaType, operations } from '@contract/messages.ts'
import type { Caller, Handlers } from '@contract/operation.ts'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Journal } from '../../base/journal.ts'
import type { Changes } from '../../database/changes.ts'
import type { Database } from '../../database/open.ts'
import { isStorageFull } from '../../database/sqlite-errors.ts'
import type { Backlog } from '../state/backlog.ts'
import type { NewRow } from '../state/row.ts'
import type { Store } from '../state/store.ts'
import type { Choose } from './choose.ts'
import { type DraftRules, parseRow, type Read, readDraft } from './draft.ts'
import type { Estimates } from './estimates.ts'
import type { Idempotency } from './idempotency.ts'
import { type createLongLists, ROWS_A_PIECE } from './long-list.ts'
import type { QueueStore } from './store.ts'

/** Rows of a list read before others get a turn of the event loop. */
const ROWS_A_TURN = 50

export interface AcceptDeps {
  rows: Store
  store: QueueStore
  database: Database
  changes: Changes
  events: Events
  clock: Clock
  journal: Journal
  backlog: Backlog
  choose: Choose
  estimates: Estimates
  idempotency: Idempotency
  longLists: ReturnType<typeof createLongLists>
  rules: DraftRules
  fetchMedia(
    url: string,
    options: { mediaType?: MediaType },
  ): Promise<{ id: string; name: string; mediaType: MediaType }>
  countForKey(keyId: string, count: number): void
  onWriteFailed(cause: unknown): void
  onScheduled(): void
}

type Accept = Pick<Handlers<typeof operations>, 'send' | 'sendBulk' | 'again'>
type Tied = Read & { deviceId: string }
const fresh = { status: 'pending', outcome: null } as const

export function createAccept(deps: AcceptDeps): Accept {
  const { rows, store, database, events, clock, journal, backlog, choose, estimates, idempotency, longLists, rules } =
    deps

  /** The rows of a draft: the message itself last, before it the text that its file cannot carry. */
  function rowsOf(draft: Tied, caller: Caller): NewRow[] {
    const createdAt = clock.now()
    const keyId = caller.kind === 'key' ? caller.keyId : 'page'
    const { sessionId: _asked, before, ...row } = draft
    const alone = { text: before, mediaType: null, mediaUrl: null, fileId: null, fileName: null }
    const own = { ...row, keyId, createdAt }
    return before === null ? [own] : [{ ...own, ...alone }, own]
  }

  /** Writes one draft inside a transaction, notes its rows in `written` and returns the id of the last one. */
  function insert(draft: Tied, caller: Caller, written: number[]): number {
    for (const row of rowsOf(draft, caller)) {
      const id = store.insert(row)
      written.push(id)
      backlog.changed(draft.deviceId, null, fresh)
      deps.changes.note('messages', id, 'queued')
    }
    return written.at(-1) ?? 0
  }

  /** Gives the answer given before, else makes one and keeps it. Inside a transaction. */
  function once<Answer>(caller: Caller, count: number, make: () => Answer): { answer: Answer; isReplay: boolean } {
    const before = idempotency.replay<Answer>(caller)
    if (before !== null) return { answer: before, isReplay: true }
    const answer = make()
    idempotency.keep(caller, answer)
    if (caller.kind === 'key') deps.countForKey(caller.keyId, count)
    return { answer, isReplay: false }
  }

  function failed(cause: unknown): never {
    backlog.recount()
    if (!(cause instanceof DakiyaError)) deps.onWriteFailed(cause)
    if (isStorageFull(cause)) throw new DakiyaError('STORAGE_FULL', undefined, { cause })
    throw cause
  }

  /** Writes in the next shared commit, once for one Idempotency-Key. */
  async function queue<Answer>(caller: Caller, count: number, write: (written: number[]) => Answer): Promise<Answer> {
    let ids: number[] = []
    try {
      const { answer } = await database.commit(() => {
        ids = []
        return once(caller, count, () => write(ids))
      })
      if (ids.length > 0) journal.note({ kind: 'accepted', ids })
      return answer
    } catch (cause) {
      return failed(cause)
    }
  }

  /** Queues all of a list; the answer names the row of each draft. */
  async function queueList(drafts: Tied[], caller: Caller, answerOf: (queueIds: number[]) => BulkAnswer) {
    if (drafts.length <= ROWS_A_PIECE)
      return await queue(caller, drafts.length, (written) =>
        answerOf(drafts.map((draft) => insert(draft, caller, written))),
      )
    const perDraft = drafts.map((draft) => rowsOf(draft, caller))
    const lastOf: number[] = []
    for (const { length } of perDraft) lastOf.push((lastOf.at(-1) ?? -1) + length)
    try {
      return await longLists.add(perDraft.flat(), (ids) =>
        once(caller, drafts.length, () => answerOf(lastOf.map((index) => ids[index] ?? 0))),
      )
    } catch (cause) {
      return failed(cause)
    }
  }

  function tellOf(drafts: Tied[]): void {
    events.tell('message.waiting', { deviceIds: [...new Set(drafts.map((draft) => draft.deviceId))] })
    if (drafts.some((draft) => draft.scheduledAt !== null)) deps.onScheduled()
  }

  async function queueOne(draft: Tied, caller: Caller) {
    const answer = await queue(caller, 1, (written) => {
      const estimatedDelivery = estimates.text(draft.deviceId, draft.scheduledAt)
      const queueId = insert(draft, caller, written)
      return { message: 'Message queued successfully', queueId, status: 'pending' as const, estimatedDelivery }
    })
    tellOf([draft])
    return answer
  }

  async function send(draft: Draft, caller: Caller) {
    const before = idempotency.replay<Awaited<ReturnType<typeof queueOne>>>(caller)
    if (before !== null) return before
    const read = readDraft(draft, rules)
    const device = choose(read.number, read.sessionId)
    if (read.mediaUrl === null) return queueOne({ ...read, deviceId: device.id }, caller)
    const file = await deps.fetchMedia(read.mediaUrl, read.mediaType ? { mediaType: read.mediaType } : {})
    // The type is known only now, and with it whether the text can be a caption.
    const fetched = readDraft(
      { ...draft, mediaUrl: undefined, fileId: file.id, mediaType: read.mediaType ?? file.mediaType },
      rules,
    )
    const withFile = { ...fetched, mediaUrl: read.mediaUrl, fileName: draft.fileName ?? file.name, deviceId: device.id }
    return queueOne(withFile, caller)
  }

  return {
    send,
    async sendBulk({ messages }, caller) {
      const before = idempotency.replay<BulkAnswer>(caller)
      if (before !== null) return before
      const good: Tied[] = []
      const errors: BulkError[] = []
      for (const [index, row] of messages.entries()) {
        if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await new Promise(setImmediate)
        try {
          const read = readDraft(parseRow(row), rules)
          good.push({ ...read, deviceId: choose(read.number, read.sessionId).id })
        } catch (cause) {
          const refusal = refusalOf(cause)
          // Without any linked device the whole list is refused, not row by row.
          if (refusal.code === 'CONFLICT' && refusal.field === undefined && good.length === 0) throw cause
          errors.push({ index, field: refusal.field ?? 'number', error: refusal.message, code: refusal.code })
        }
      }
      if (good.length === 0) {
        throw new DakiyaError('VALIDATION_ERROR', 'None of these messages can be sent.', {
          field: 'messages',
          details: { errors },
        })
      }
      const answer = await queueList(good, caller, (queueIds) => {
        const told = { message: 'Bulk messages queued', queued: good.length, failed: errors.length, queueIds }
        return errors.length > 0 ? { ...told, errors } : told
      })
      tellOf(good)
      return answer
    },
    again({ queueId }, caller) {
      const row = rows.get(queueId)
      if (!row) throw new DakiyaError('NOT_FOUND', 'There is no message with this queueId.')
      if (row.status !== 'failed' && row.status !== 'cancelled') {
        throw new DakiyaError('CONFLICT', 'Only a failed or cancelled message can be sent again.')
      }
      return send(
        {
          number: row.number,
          message: row.text ?? undefined,
          mediaUrl: row.fileId === null ? (row.mediaUrl ?? undefined) : undefined,
          mediaType: row.mediaType ?? undefined,
          fileId: row.fileId ?? undefined,
          fileName: row.fileName ?? undefined,
          sessionId: undefined,
        },
        caller,
      )
    },
  }
}

interface BulkError {
  index: number
  field: string
  error: string
  code: string
}

interface BulkAnswer {
  message: string
  queued: number
  failed: number
  queueIds: number[]
  errors?: BulkError[]
}
