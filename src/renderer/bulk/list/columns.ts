// The columns of a list: what they are called, and our guess which holds numbers, names and texts. Pure.

import type { ListRow } from './parse.ts'
import { isPhoneLike } from './phone-like.ts'

/** Which column is what; null = none. */
export interface ColumnUse {
  number: number | null
  name: number | null
  message: number | null
}

const SAMPLE = 300
const phoneHead = /mobile|phone|whats|cell|number|tel|contact|msisdn|موبائل|فون|نمبر|هاتف|جوال|मोबाइल|फ़ोन|नंबर/i
const nameHead = /name|customer|نام|اسم|नाम/i
const textHead = /message|text|msg|body|پیغام|رسالة|संदेश/i

export const widthOf = (rows: readonly ListRow[]): number =>
  rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)

const shareOf = (rows: readonly ListRow[], column: number, fits: (cell: string) => boolean) => {
  const filled = rows.filter(({ cells }) => (cells[column] ?? '') !== '')
  return filled.length === 0 ? 0 : filled.filter(({ cells }) => fits(cells[column] ?? '')).length / filled.length
}

/** Whether the first row names the columns: it holds no number, though rows below do, or its words say so. */
export function hasHeading(rows: readonly ListRow[]): boolean {
  const [first, ...rest] = rows.slice(0, SAMPLE)
  if (first === undefined || first.cells.some(isPhoneLike)) return false
  if (first.cells.some((cell) => /\d{5}/.test(cell))) return false
  const isBelow = rest.some(({ cells }) => cells.some(isPhoneLike))
  return isBelow || first.cells.some((cell) => phoneHead.test(cell))
}

/** Guesses from what the columns hold, then from what they are called. @param headings '' where there is none */
export function guessColumns(rows: readonly ListRow[], headings: readonly string[]): ColumnUse {
  const sample = rows.slice(0, SAMPLE)
  const columns = Array.from({ length: Math.max(widthOf(sample), headings.length) }, (_, index) => index)
  const best = (score: (column: number) => number): number | null => {
    const scored = columns.map((column) => ({ column, score: score(column) })).filter((one) => one.score > 0)
    return scored.sort((a, b) => b.score - a.score)[0]?.column ?? null
  }
  const headed = (column: number, pattern: RegExp) => pattern.test(headings[column] ?? '')
  const number = best((column) => {
    const share = shareOf(sample, column, isPhoneLike)
    return share < 0.5 ? 0 : share + (headed(column, phoneHead) ? 1 : 0)
  })
  const message = best((column) => (column !== number && headed(column, textHead) ? 1 : 0))
  const name = best((column) => (column !== number && column !== message && headed(column, nameHead) ? 1 : 0))
  return { number, name, message }
}
