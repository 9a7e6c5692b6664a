// The SQL of what has ended: its lists, read beside the writer; the figures of the days; what is removed by its age or with a person.
import type { Database } from '../../database/open.ts'
import type { Reader } from '../../database/threads/reader.ts'
import { COLUMNS, type Row } from '../state/row.ts'

/** Which ended messages are meant: all that every given part means. */
export interface Criteria {
  /** When they were accepted, epoch ms, both included. */
  range?: { from: number; to: number }
  status?: string
  deviceId?: string
  number?: string
  /** A condition of the search. */
  found?: { sql: string; values: unknown[] }
}

export type Counts = Record<'total' | 'sent' | 'delivered' | 'read' | 'failed' | 'cancelled' | 'unknown', number>
export type Sums = Record<'sent' | 'failed' | 'delivered' | 'read', number>

interface KeptMessages {
  messages: number
  waiting: number
  onTheWay: number
}

interface Old {
  id: number
  createdAt: number
  /** The latest that is known of it. */
  lastAt: number
}

/** What has left the queue, and what only a person can end. Word by word, or the index of 004-pages.sql is not used. */
const ENDED = `(status IN ('sent', 'failed', 'cancelled') OR (status = 'processing' AND outcome = 'unknown'))`

const byStatus: Record<string, string> = {
  sent: `status = 'sent'`,
  delivered: 'delivered_at IS NOT NULL',
  read: 'read_at IS NOT NULL',
  failed: `status = 'failed'`,
  cancelled: `status = 'cancelled'`,
  unknown: `outcome = 'unknown'`,
  processing: `status = 'processing'`,
}

function conditionOf({ range, status, deviceId, number, found }: Criteria): { sql: string; values: unknown[] } {
  const parts = [ENDED]
  const values: unknown[] = []
  function add(sql: string, ...more: unknown[]): void {
    parts.push(sql)
    values.push(...more)
  }
  if (range !== undefined) add('created_at BETWEEN ? AND ?', range.from, range.to)
  if (status !== undefined) add(byStatus[status] ?? 'FALSE')
  if (deviceId !== undefined) add('device_id = ?', deviceId)
  if (number !== undefined) add('number = ?', number)
  if (found !== undefined) add(found.sql, ...found.values)
  return { sql: parts.join(' AND '), values }
}

const pageSql = (condition: string): string =>
  `SELECT ${COLUMNS} FROM messages WHERE ${condition} ORDER BY created_at DESC, id DESC LIMIT ?`
const countSql = (condition: string): string => `SELECT count(*) AS count FROM messages WHERE ${condition}`
const countsSql = (condition: string): string =>
  `SELECT count(*) AS total, count(*) FILTER (WHERE status = 'sent') AS sent, count(delivered_at) AS delivered,
     count(read_at) AS read, count(*) FILTER (WHERE status = 'failed') AS failed,
     count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
     count(*) FILTER (WHERE outcome = 'unknown') AS unknown FROM messages WHERE ${condition}`

const SUMS = `coalesce(sum(sent), 0) AS sent, coalesce(sum(failed), 0) AS failed,
  coalesce(sum(delivered), 0) AS delivered, coalesce(sum(read), 0) AS read`

export type HistoryStore = ReturnType<typeof createHistoryStore>

export function createHistoryStore(database: Database, reader: Reader) {
  const total = database.prepare<Sums>(`SELECT ${SUMS} FROM message_days`)
  const sums = database.prepare<Sums>(`SELECT ${SUMS} FROM message_days WHERE day BETWEEN ? AND ?`)
  const byDate = database.prepare<Sums & { date: string }>(
    `SELECT day AS date, ${SUMS} FROM message_days WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day`,
  )
  const byDevice = database.prepare<Sums & { deviceId: string }>(
    `SELECT device_id AS deviceId, ${SUMS} FROM message_days WHERE day BETWEEN ? AND ? GROUP BY device_id ORDER BY sent DESC`,
  )
  const old = database.prepare<Old>(
    `SELECT id, created_at AS createdAt, max(created_at, coalesce(scheduled_at, 0), coalesce(left_at, 0),
       coalesce(tried_at, 0), coalesce(sent_at, 0), coalesce(ended_at, 0)) AS lastAt
     FROM messages INDEXED BY messages_ended
     WHERE ${ENDED} AND status != 'processing' AND (created_at, id) > (?, ?) AND created_at < ?
     ORDER BY created_at, id LIMIT ?`,
  )
  const kept = database.prepare<KeptMessages>(
    `SELECT count(*) AS messages, count(*) FILTER (WHERE status = 'pending') AS waiting,
       count(*) FILTER (WHERE status IN ('processing', 'incoming')) AS onTheWay FROM messages WHERE number = ?`,
  )
  const waiting = database.prepare<{ id: number }>(
    `SELECT id FROM messages WHERE number = ? AND created_at <= ? AND status = 'pending' ORDER BY id`,
  )
  const ended = database.prepare<{ id: number }>(
    `SELECT id FROM messages WHERE number = ? AND created_at <= ? AND ${ENDED} AND status != 'processing' ORDER BY id LIMIT ?`,
  )
  const files = database.prepare<{ fileId: string }>(
    'SELECT DISTINCT file_id AS fileId FROM messages WHERE number = ? AND file_id IS NOT NULL',
  )
  const addresses = database.prepare<{ address: string }>(
    'SELECT DISTINCT address FROM messages WHERE number = ? AND address IS NOT NULL',
  )
  const removeEvents = database.prepare('DELETE FROM message_events WHERE message_id = ?')
  const removeText = database.prepare(
    'DELETE FROM message_texts WHERE rowid = ? AND rowid <= (SELECT indexed_to FROM message_texts_state)',
  )
  const removeRow = database.prepare(`DELETE FROM messages WHERE id = ? AND ${ENDED} AND status != 'processing'`)
  const fileNeeded = database.prepare<{ waits: number; endedAt: number | null }>(
    `SELECT coalesce(sum(status IN ('pending', 'processing', 'incoming')), 0) AS waits,
       max(coalesce(ended_at, sent_at, created_at)) AS endedAt FROM messages WHERE file_id = ?`,
  )
  // The lists are put together as they are asked for; a fault in one of their parts must show at the start all the same.
  for (const status of Object.keys(byStatus)) {
    const { sql } = conditionOf({ range: { from: 0, to: 0 }, status, deviceId: '', number: '' })
    for (const sqlOf of [pageSql, countSql, countsSql]) database.prepare(sqlOf(sql))
  }

  return {
    /** Newest first, those after the place `after`. */
    page(criteria: Criteria, after: { at: number; id: number } | null, limit: number): Promise<Row[]> {
      const { sql, values } = conditionOf(criteria)
      if (after === null) return reader.all<Row>(pageSql(sql), [...values, limit])
      return reader.all<Row>(pageSql(`${sql} AND (created_at, id) < (?, ?)`), [...values, after.at, after.id, limit])
    },
    async count(criteria: Criteria): Promise<number> {
      const { sql, values } = conditionOf(criteria)
      const [found] = await reader.all<{ count: number }>(countSql(sql), values)
      return found?.count ?? 0
    },
    async counts(criteria: Criteria): Promise<Counts | undefined> {
      const { sql, values } = conditionOf(criteria)
      return (await reader.all<Counts>(countsSql(sql), values))[0]
    },
    /** Of all days, and of those from one to another (YYYY-MM-DD, both included). */
    total: (): Sums | undefined => total.get(),
    sums: (from: string, to: string): Sums | undefined => sums.get(from, to),
    byDate: (from: string, to: string) => byDate.all(from, to),
    byDevice: (from: string, to: string) => byDevice.all(from, to),
    /** Ended, accepted before `before`, in their order after the place `after`. */
    old: (after: [at: number, id: number], before: number, limit: number): Old[] => old.all(...after, before, limit),
    kept: (number: string): KeptMessages => kept.get(number) ?? { messages: 0, waiting: 0, onTheWay: 0 },
    /** Accepted up to `until`, epoch ms. */
    waitingTo: (number: string, until: number): number[] => waiting.all(number, until).map(({ id }) => id),
    endedTo: (number: string, until: number, limit: number): number[] =>
      ended.all(number, until, limit).map(({ id }) => id),
    filesOf: (number: string): string[] => files.all(number).map(({ fileId }) => fileId),
    addressesOf: (number: string): string[] => addresses.all(number).map(({ address }) => address),
    /** An ended message with its story; inside a transaction. Whether it went; its words go with `removeTexts`. */
    remove(id: number): boolean {
      removeEvents.run(id)
      return removeRow.run(id).changes > 0
    },
    /**
     * The words of messages that went, in the search. At the end of the transaction: between two rows the index would be written out
     * at each row's own savepoint, which the foreign keys make (measured: ten times the work).
     */
    removeTexts(ids: readonly number[]): void {
      for (const id of ids) removeText.run(id)
    },
    /** Until when a file is needed: Infinity while a message waits, else when the last one ended; null = never used. */
    fileNeededUntil(fileId: string): number | null {
      const found = fileNeeded.get(fileId)
      return found && found.waits > 0 ? Number.POSITIVE_INFINITY : (found?.endedAt ?? null)
    },
  }
}
