// The history: what became of the messages. Newest first, by filters; the same filters make the figures and the CSV.
// All of it is read beside the writer: a count or a search over a million rows takes up to a second.
import type { HistoryFilter, operations } from '@contract/history.ts'
import type { Handlers } from '@contract/operation.ts'
import { addDays, parseISO, startOfDay } from 'date-fns'
import type { View } from '../queue/view.ts'
import type { Row } from '../state/row.ts'
import type { Search } from '../state/search.ts'
import type { Criteria, HistoryStore } from './store.ts'

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
  store: HistoryStore
  search: Search
  view: View
  /** Reads a number as the accept does; null when it cannot be one. */
  readNumber: (text: string) => string | null
}) {
  const { store, search, view } = deps

  function criteriaOf({ startDate, endDate, status, sessionId, number, q }: HistoryFilter): Criteria {
    const hasRange = startDate !== undefined || endDate !== undefined
    return {
      ...(hasRange ? { range: rangeOf(startDate, endDate) } : {}),
      ...(status === undefined ? {} : { status }),
      ...(sessionId === undefined ? {} : { deviceId: sessionId }),
      ...(number === undefined ? {} : { number: deps.readNumber(number) ?? number }),
      ...(q === undefined || q.trim() === '' ? {} : { found: search.where(q) }),
    }
  }

  /** A page of rows, newest first, after the row that the cursor names. */
  function rows(criteria: Criteria, cursor: string | undefined, limit: number): Promise<Row[]> {
    const [at, id] = (cursor ?? '').split('-').map(Number)
    return store.page(criteria, at && id ? { at, id } : null, limit)
  }

  const cursorOf = (row: Row) => `${row.createdAt}-${row.id}`

  const handlers: Handlers<typeof operations> = {
    async list({ limit, cursor, ...filter }) {
      const criteria = criteriaOf(filter)
      const [found, total] = await Promise.all([rows(criteria, cursor, limit + 1), store.count(criteria)])
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        total,
        messages: page.map((row) => view.message(row, 0)),
        nextCursor: found.length > limit && last ? cursorOf(last) : null,
      }
    },
    async counts(filter) {
      const counts = await store.counts(criteriaOf(filter))
      return counts ?? { total: 0, sent: 0, delivered: 0, read: 0, failed: 0, cancelled: 0, unknown: 0 }
    },
  }

  return {
    handlers,
    /** All matches, read a few at a time so that nothing waits for an export. */
    async *all(filter: HistoryFilter) {
      let cursor: string | undefined
      for (;;) {
        const page = await rows(criteriaOf(filter), cursor, ROWS_A_READ)
        for (const row of page) yield view.message(row, 0)
        const last = page.at(-1)
        if (page.length < ROWS_A_READ || !last) return
        cursor = cursorOf(last)
      }
    },
  }
}
