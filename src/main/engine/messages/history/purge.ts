// Letting go of messages for good: those that ended long ago. A few rows a commit and a breath between, so that
// nobody's accept or send waits. What waits, is on its way or still needs a person's word is never touched; the figures of
// the days are sums of their own and stay.
import type { Clock } from '../../base/clock.ts'
import type { Database } from '../../database/open.ts'
import { ENDED } from './history.ts'

const ROWS_A_STEP = 100
/** A commit ends after so much work, however many of its rows are left: one row can cost as much as a hundred others. */
const MS_A_STEP = 8
const BETWEEN_STEPS_MS = 20

interface Old {
  id: number
  createdAt: number
  /** The latest that is known of it. */
  lastAt: number
}

export type Purge = ReturnType<typeof createPurge>

export function createPurge(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps
  const old = database.prepare<Old>(
    `SELECT id, created_at AS createdAt, max(created_at, coalesce(scheduled_at, 0), coalesce(left_at, 0),
       coalesce(tried_at, 0), coalesce(sent_at, 0), coalesce(ended_at, 0)) AS lastAt
     FROM messages INDEXED BY messages_ended
     WHERE ${ENDED} AND status != 'processing' AND (created_at, id) > (?, ?) AND created_at < ?
     ORDER BY created_at, id LIMIT ?`,
  )
  const keys = database.prepare<{ keyId: string; key: string; createdAt: number }>(
    `SELECT key_id AS keyId, key, created_at AS createdAt FROM idempotency
     WHERE (key_id, key) > (?, ?) ORDER BY key_id, key LIMIT ?`,
  )
  const dropKey = database.prepare('DELETE FROM idempotency WHERE key_id = ? AND key = ?')
  const dropEvents = database.prepare('DELETE FROM message_events WHERE message_id = ?')
  const dropText = database.prepare(
    'DELETE FROM message_texts WHERE rowid = ? AND rowid <= (SELECT indexed_to FROM message_texts_state)',
  )
  const dropRow = database.prepare(`DELETE FROM messages WHERE id = ? AND ${ENDED} AND status != 'processing'`)

  const breath = () => new Promise<void>((resolve) => void clock.after(BETWEEN_STEPS_MS, resolve))

  /** Inside a transaction: the row, its story and its words in the search. */
  function one(id: number): number {
    dropEvents.run(id)
    const { changes } = dropRow.run(id)
    if (changes > 0) dropText.run(id)
    return changes
  }

  return {
    one,
    /**
     * Removes messages that ended before `before` (epoch ms), and the answers remembered for requests made before it.
     * Says how many messages went; stops early when `signal` says so.
     */
    async before(before: number, signal?: AbortSignal): Promise<number> {
      let dropped = 0
      let place: [at: number, id: number] = [0, 0]
      for (let isMore = true; isMore && !signal?.aborted; ) {
        const rows = old.all(...place, before, ROWS_A_STEP)
        let taken = rows.length
        if (rows.some(({ lastAt }) => lastAt < before)) {
          await database.commit(() => {
            const endsAt = clock.elapsed() + MS_A_STEP
            for (taken = 0; taken < rows.length && (taken === 0 || clock.elapsed() < endsAt); taken += 1) {
              const row = rows[taken]
              if (row && row.lastAt < before) dropped += one(row.id)
            }
          })
        }
        const last = rows[taken - 1]
        if (last) place = [last.createdAt, last.id]
        isMore = taken < rows.length || rows.length === ROWS_A_STEP
        if (isMore) await breath()
      }
      let after: [keyId: string, key: string] = ['', '']
      for (let isMore = true; isMore && !signal?.aborted; ) {
        const rows = keys.all(...after, ROWS_A_STEP)
        const gone = rows.filter(({ createdAt }) => createdAt < before)
        if (gone.length > 0) {
          await database.commit(() => {
            for (const { keyId, key } of gone) dropKey.run(keyId, key)
          })
        }
        const last = rows.at(-1)
        if (last) after = [last.keyId, last.key]
        isMore = rows.length === ROWS_A_STEP
        if (isMore) await breath()
      }
      return dropped
    },
  }
}
