// The history: what became of the messages. Newest first, by filters; the same filters make the figures and the CSV.
// All of it is read beside the writer: a count or a search over a million rows takes up to a second.
import type { HistoryFilter, operations } from '@contract/history.ts'
import type { Handlers } from '@contract/operation.ts'
import { addDays, parseISO, startOfDay } from 'date-fns'
import type { Reader } from '../../database/reader.ts'
import { COLUMNS, type Row } from '../state/row.ts'
import type { Search } from '../state/search.ts'
import type { View } from '../state/view.ts'

/** What has left the queue, and what only a person can end. */
export const ENDED = `(status IN ('sent', 'failed', 'cancelled') OR (status = 'processing' AND outcome = 'unknown'))`

const byStatus: Record<string, string> = {
  sent: `status = 'sent'`,
  delivered: 'delivered_at IS NOT NULL',
  read: 'read_at IS NOT NULL',
  failed: `status = 'failed'`,
  cancelled: `status = 'cancelled'`,
  unknown: `outcome = 'unknown'`,
  processing: `status = 'processing'`,
}

type Counts = Record<'total' | 'sent' | 'delivered' | 'read' | 'failed' | 'cancelled' | 'unknown', number>

/** Rows read at a time for an export. */
const ROWS_A_READ = 500

/** The first and the last instant of a range; days are those of this PC's time zone, both included. */
export function rangeOf(startDate?: string, endDate?: string): { from: number; to: number } {
  const instant = (text: string) => (/^\d+$/.test(text) ? Number(text) : parseISO(text).getTime())
  const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)
  const from =
    startDate === undefined ? 0 : isDay(startDate) ? startOfDay(parseISO(startDate)).getTime() : instant(startDate)
  const to =
    endDate === undefined
      ? Number.MAX_SAFE_INTEGER
      : isDay(endDate)
        ? startOfDay(addDays(parseISO(endDate), 1)).getTime() - 1
        : instant(endDate)
  return { from, to }
}

export function createHistory(deps: {
  reader: Reader
  search: Search
  view: View
  /** Reads a number as the accept does; null when it cannot be one. */
  readNumber: (text: string) => string | null
}) {
  const { reader, search, view } = deps

  function where(filter: HistoryFilter): { sql: string; values: unknown[] } {
    const parts = [ENDED]
    const values: unknown[] = []
    if (filter.startDate !== undefined || filter.endDate !== undefined) {
      const { from, to } = rangeOf(filter.startDate, filter.endDate)
      parts.push('created_at BETWEEN ? AND ?')
      values.push(from, to)
    }
    if (filter.status !== undefined) parts.push(byStatus[filter.status] ?? 'FALSE')
    if (filter.sessionId !== undefined) {
      parts.push('device_id = ?')
      values.push(filter.sessionId)
    }
    if (filter.number !== undefined) {
      parts.push('number = ?')
      values.push(deps.readNumber(filter.number) ?? filter.number)
    }
    if (filter.q !== undefined && filter.q.trim() !== '') {
      const found = search.where(filter.q)
      parts.push(found.sql)
      values.push(...found.values)
    }
    return { sql: parts.join(' AND '), values }
  }

  /** A page of rows, newest first, after the row that the cursor names. */
  function rows(filter: HistoryFilter, cursor: string | undefined, limit: number): Promise<Row[]> {
    const { sql, values } = where(filter)
    const [at, id] = (cursor ?? '').split('-').map(Number)
    const after = at && id ? 'AND (created_at, id) < (?, ?)' : ''
    return reader.all<Row>(
      `SELECT ${COLUMNS} FROM messages WHERE ${sql} ${after} ORDER BY created_at DESC, id DESC LIMIT ?`,
      [...values, ...(after ? [at, id] : []), limit],
    )
  }

  const cursorOf = (row: Row) => `${row.createdAt}-${row.id}`

  const handlers: Handlers<typeof operations> = {
    async list({ limit, cursor, ...filter }) {
      const { sql, values } = where(filter)
      const [found, [total]] = await Promise.all([
        rows(filter, cursor, limit + 1),
        reader.all<{ count: number }>(`SELECT count(*) AS count FROM messages WHERE ${sql}`, values),
      ])
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        total: total?.count ?? 0,
        messages: page.map((row) => view.message(row, 0)),
        nextCursor: found.length > limit && last ? cursorOf(last) : null,
      }
    },
    async counts(filter) {
      const { sql, values } = where(filter)
      const [counts] = await reader.all<Counts>(
        `SELECT count(*) AS total, count(*) FILTER (WHERE status = 'sent') AS sent, count(delivered_at) AS delivered,
             count(read_at) AS read, count(*) FILTER (WHERE status = 'failed') AS failed,
             count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
             count(*) FILTER (WHERE outcome = 'unknown') AS unknown FROM messages WHERE ${sql}`,
        values,
      )
      return counts ?? { total: 0, sent: 0, delivered: 0, read: 0, failed: 0, cancelled: 0, unknown: 0 }
    },
  }

  return {
    handlers,
    /** All matches, read a few at a time so that nothing waits for an export. */
    async *all(filter: HistoryFilter) {
      let cursor: string | undefined
      for (;;) {
        const page = await rows(filter, cursor, ROWS_A_READ)
        for (const row of page) yield view.message(row, 0)
        const last = page.at(-1)
        if (page.length < ROWS_A_READ || !last) return
        cursor = cursorOf(last)
      }
    },
  }
}
