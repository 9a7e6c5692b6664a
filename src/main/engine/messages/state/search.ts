// Finding messages by a part of their text or number. The index is filled behind the accept, a little at a time,
// so that accepting costs nothing; rows past it are read one by one, and they are few.
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Database } from '../../database/open.ts'

const ROWS_A_STEP = 100
const BETWEEN_STEPS_MS = 20
/** Some milliseconds of work each: 4 on average, with 16 pages 6 (measured with 100,000 messages). */
const PAGES_A_STEP = 4
/** The index is filled when no message has come in for this long … */
const QUIET_MS = 500
/** … or this long after the first that waits for it. */
const PATIENCE_MS = 30_000
/** The index knows parts of three letters and more. */
const SHORTEST_INDEXED = 3

export function createSearch(deps: { database: Database; clock: Clock; log: Log }) {
  const { database, clock, log } = deps
  const state = database.prepare<{ to: number }>('SELECT indexed_to AS "to" FROM message_texts_state')
  const behind = database.prepare<{ id: number; number: string; text: string | null }>(
    'SELECT id, number, text FROM messages WHERE id > ? ORDER BY id LIMIT ?',
  )
  const add = database.prepare('INSERT INTO message_texts (rowid, number, text) VALUES (?, ?, ?)')
  const advance = database.prepare('UPDATE message_texts_state SET indexed_to = ?')
  const merge = database.prepare(`INSERT INTO message_texts (message_texts, rank) VALUES ('merge', ?)`)
  let cancel: (() => void) | null = null
  let isClosed = false
  let nudgedAt = 0
  let behindSince: number | null = null

  async function step(): Promise<void> {
    const count = await database.commit(() => {
      const rows = behind.all(state.get()?.to ?? 0, ROWS_A_STEP)
      for (const row of rows) add.run(row.id, row.number, row.text ?? '')
      const last = rows.at(-1)
      if (last) advance.run(last.id)
      return rows.length
    })
    if (count === ROWS_A_STEP) later(BETWEEN_STEPS_MS)
    else behindSince = null
  }

  function later(ms: number): void {
    if (isClosed || cancel) return
    cancel = clock.after(ms, () => {
      cancel = null
      const now = clock.now()
      const isBusy = now - nudgedAt < QUIET_MS && now - (behindSince ?? now) < PATIENCE_MS
      if (isBusy) later(QUIET_MS)
      else step().catch((cause) => log.warn({ err: cause }, 'the search index could not be filled'))
    })
  }

  return {
    /** Rows were added; they enter the index soon. */
    nudge(): void {
      nudgedAt = clock.now()
      behindSince ??= nudgedAt
      later(QUIET_MS)
    },
    /** A condition on `messages` for rows whose number or text contains `q`, with its values. */
    where(q: string): { sql: string; values: unknown[] } {
      const part = q.trim()
      const like = `%${part.replace(/[\\%_]/g, '\\$&')}%`
      const digits = part.replace(/[\s+()-]/g, '')
      const number = /^\d+$/.test(digits) ? `%${digits}%` : like
      const slow = `(number LIKE ? ESCAPE '\\' OR text LIKE ? ESCAPE '\\')`
      if ([...part].length < SHORTEST_INDEXED) return { sql: slow, values: [number, like] }
      const phrase = `"${part.replaceAll('"', '""')}"`
      const match = number === like ? phrase : `${phrase} OR number : "${digits}"`
      return {
        sql: `(id IN (SELECT rowid FROM message_texts WHERE message_texts MATCH ?) OR (id > ? AND ${slow}))`,
        values: [match, state.get()?.to ?? 0, number, like],
      }
    },
    /**
     * Writes the index anew, a little at a time: what was removed from it is only marked so until then, and its words are
     * still in the file. `pause` passes between two steps; without one the others get a turn and no more. Stops early when
     * `signal` says so.
     */
    async renew(pause: () => Promise<unknown> = () => new Promise(setImmediate), signal?: AbortSignal): Promise<void> {
      let pages = -PAGES_A_STEP
      for (let isMore = true; isMore && !isClosed && !signal?.aborted; pages = PAGES_A_STEP) {
        // Fewer than two changes are SQLite's sign that nothing was left to be merged.
        isMore = await database.commit(() => {
          const before = database.changes()
          merge.run(pages)
          return database.changes() - before >= 2
        })
        await pause()
      }
    },
    close(): void {
      isClosed = true
      cancel?.()
    },
  }
}

export type Search = ReturnType<typeof createSearch>
