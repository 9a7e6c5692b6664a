// Which rows are ready and which need a fix, each with its reason. Pure: the numbers were read by the engine before.
import { TEXT_LIMIT } from '@contract/messages.ts'
import type { Understood } from '@contract/numbers.ts'
import type { ColumnUse } from '../list/columns.ts'
import type { ListRow } from '../list/parse.ts'
import { createTemplate } from './template.ts'

/** In the order in which they are shown: what is certainly wrong first. */
export const problemKinds = ['number', 'empty', 'no-text', 'too-long', 'duplicate', 'opted-out'] as const
export type ProblemKind = (typeof problemKinds)[number]

export interface RowProblem {
  kind: ProblemKind
  /** The cell to edit; null when no cell helps. */
  column: number | null
  /** number: a short phrase of the engine's. */
  reason?: string
  /** duplicate: the line that has the same number. */
  sameAs?: number
  /** too-long: characters too many. */
  over?: number
}

export interface CheckedRow {
  /** Its place in the list; stays the same while cells are edited. */
  index: number
  line: number
  cells: readonly string[]
  /** As it was written. */
  written: string
  /** Digits or a group's id; null when it is no number. */
  number: string | null
  /** +92 300 1234567 */
  display: string | null
  /** As it would be sent. */
  text: string
  problem: RowProblem | null
}

export interface Checked {
  ready: CheckedRow[]
  toFix: CheckedRow[]
  leftOut: CheckedRow[]
  /** Rows whose number has not been read yet. */
  unread: number
  /** What stands in braces in the text and is no column. */
  unknown: string[]
}

export interface CheckInput {
  rows: readonly ListRow[]
  headings: readonly string[]
  columns: ColumnUse
  /** One text for all; null = each row has its own, in the column of messages. */
  message: string | null
  /** How the engine read a number; undefined = not yet. */
  understood: (written: string) => Understood | undefined
  leftOut: ReadonlySet<number>
  /** Duplicates that are wanted all the same. */
  allowed: ReadonlySet<number>
}

export function checkRows(input: CheckInput): Checked {
  const { rows, columns, message, leftOut, allowed } = input
  const template = message === null ? null : createTemplate(message, input.headings)
  // A text for all that is not written yet is missing once, not on every row.
  const isUnwritten = message !== null && message.trim() === ''
  const seen = new Map<string, number>()
  const checked: Checked = { ready: [], toFix: [], leftOut: [], unread: 0, unknown: template?.unknown ?? [] }
  if (columns.number === null) return checked
  for (const [index, { line, cells }] of rows.entries()) {
    const written = cells[columns.number] ?? ''
    const known = input.understood(written)
    const own = columns.message === null ? '' : (cells[columns.message] ?? '')
    const { text, empty } = template?.fill(cells) ?? { text: own, empty: null }
    const number = known?.number ?? null
    const row = { index, line, cells, written, number, display: known?.display ?? null, text }
    if (leftOut.has(index)) {
      checked.leftOut.push({ ...row, problem: null })
      continue
    }
    if (known === undefined) {
      checked.unread++
      continue
    }
    const sameAs = number === null ? undefined : seen.get(number)
    if (number !== null && sameAs === undefined) seen.set(number, line)
    const problem =
      numberProblem(known, columns.number) ??
      (isUnwritten ? null : textProblem(text, empty, message === null ? columns.message : null)) ??
      (sameAs !== undefined && !allowed.has(index)
        ? { kind: 'duplicate' as const, column: columns.number, sameAs }
        : null)
    const ended = problem ?? (known.isOptedOut ? { kind: 'opted-out' as const, column: null } : null)
    if (ended === null) checked.ready.push({ ...row, problem: null })
    else checked.toFix.push({ ...row, problem: ended })
  }
  checked.toFix.sort((a, b) => orderOf(a) - orderOf(b) || a.index - b.index)
  return checked
}

const orderOf = ({ problem }: CheckedRow) => (problem === null ? -1 : problemKinds.indexOf(problem.kind))

function numberProblem(known: Understood, column: number): RowProblem | null {
  if (known.number !== null) return null
  return { kind: 'number', column, ...(known.problem !== null && { reason: known.problem }) }
}

function textProblem(text: string, empty: number | null, own: number | null): RowProblem | null {
  if (empty !== null) return { kind: 'empty', column: empty }
  if (text.trim() === '') return { kind: 'no-text', column: own }
  const over = text.length > TEXT_LIMIT ? [...text].length - TEXT_LIMIT : 0
  return over > 0 ? { kind: 'too-long', column: own, over } : null
}

/** How many rows there are of each kind of problem, in the order in which they are shown. */
export function countProblems(toFix: readonly CheckedRow[]): { kind: ProblemKind; count: number }[] {
  const counts = new Map<ProblemKind, number>()
  for (const { problem } of toFix) if (problem !== null) counts.set(problem.kind, (counts.get(problem.kind) ?? 0) + 1)
  return problemKinds.flatMap((kind) => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, count }]
  })
}
