// The history as CSV for spreadsheets: UTF-8 with BOM, CRLF, the API's own names as heads, times in ISO form with the
// PC's offset. No cell may be a formula to Excel or LibreOffice, whatever a stranger wrote into a message.
import type { Message } from '@contract/messages.ts'
import { stringify } from 'csv-stringify/sync'
import { formatISO } from 'date-fns'

/** First what the API's history has, in its order, then the rest of what it tells of a message. */
const COLUMNS = [
  ...(['queueId', 'number', 'message', 'mediaType', 'sessionId', 'status', 'error', 'sentAt', 'deliveredAt'] as const),
  ...(['readAt', 'createdAt', 'endedAt', 'outcome', 'errorCode', 'mediaUrl', 'fileName', 'queuedBy', 'waId'] as const),
] satisfies (keyof Message)[]

const TIMES = new Set<keyof Message>(['sentAt', 'deliveredAt', 'readAt', 'createdAt', 'endedAt'])

/** Rows that are put into text at once; between two batches others get their turn. */
const BATCH = 50
const BOM = Buffer.from('\uFEFF')

/**
 * What a spreadsheet takes for a formula: these signs first, in full width too, or behind blanks and marks it skips.
 * Apostrophes before them count as well, so that taking one off again gives back what was written.
 */
const FORMULA = /^'*(?:[\s\0\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n\0])/u

/** A cell's text with an apostrophe before what a spreadsheet would compute. */
export const inert = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** What `inert` was given. */
export const written = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell)

function cell(message: Message, column: (typeof COLUMNS)[number]): string {
  const value = message[column]
  if (value === null) return ''
  if (typeof value === 'number') return TIMES.has(column) ? formatISO(value) : String(value)
  return inert(value.toWellFormed())
}

/** Left to itself the library quotes a line break only if it is the one that ends a row. */
const FORM = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const
const lines = (cells: string[][]): Buffer => Buffer.from(stringify(cells, FORM))

/** All `rows` as CSV in pieces of UTF-8, the heads first. */
export async function* historyCsv(rows: AsyncIterable<Message> | Iterable<Message>): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([BOM, lines([[...COLUMNS]])])
  let batch: string[][] = []
  for await (const message of rows) {
    batch.push(COLUMNS.map((column) => cell(message, column)))
    if (batch.length < BATCH) continue
    yield lines(batch)
    batch = []
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (batch.length > 0) yield lines(batch)
}
