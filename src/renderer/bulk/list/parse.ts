// A pasted text or a file's text as rows, each with the line it begins on. What cannot be read is told by its line. Pure;
// long lists are read in a worker.
import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { findDelimiter } from './delimiter.ts'
import { decode, type Encoding } from './encoding.ts'
import { isPhoneLike } from './phone-like.ts'

export interface ListRow {
  /** Counted from 1, as an editor counts them. */
  line: number
  cells: string[]
}

/** Why the rest of a list could not be read: an open quote, or more rows than anybody sends. */
export type ParseProblem = { kind: 'open-quote'; line: number } | { kind: 'too-many'; most: number }

export interface ParsedList {
  rows: ListRow[]
  parseProblem: ParseProblem | null
  encoding: Encoding
  /** false: the letters may be broken. */
  isSure: boolean
  /** A spreadsheet's own file, not a list. */
  isSpreadsheet: boolean
}

/** More rows than this are not read; a list that long is not sent by hand. */
export const MOST_ROWS = 50_000

/** What is to be read: a pasted text, or a file with the encoding that a person chose. */
export type ListSource = { text: string } | { bytes: Uint8Array; encoding?: Encoding | undefined }

export function parseList(source: ListSource): ParsedList {
  if ('text' in source) return { ...parseRows(source.text), encoding: 'utf-8', isSure: true, isSpreadsheet: false }
  // XLSX is a ZIP archive, XLS a compound file.
  const [a, b, c, d] = source.bytes
  if ((a === 0x50 && b === 0x4b && c === 3 && d === 4) || (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0))
    return { rows: [], parseProblem: null, encoding: 'utf-8', isSure: true, isSpreadsheet: true }
  const { text, encoding, isSure } = decode(source.bytes, source.encoding)
  return { ...parseRows(text), encoding, isSure, isSpreadsheet: false }
}

class Enough extends Error {}

export function parseRows(whole: string): { rows: ListRow[]; parseProblem: ParseProblem | null } {
  // Lines may end in several ways in one file; messages know only one.
  const { delimiter, text, skipped } = findDelimiter(whole.replace(/\r\n?/g, '\n'))
  const rows: ListRow[] = []
  let last = 0
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      on_record: (cells: string[], { lines }) => {
        const begins = lines - cells.reduce((sum, cell) => sum + breaksIn(cell), 0)
        last = lines
        const tidy = cells.map((cell) => cell.trim())
        if (tidy.every((cell) => cell === '')) return null
        if (rows.length === MOST_ROWS) throw new Enough()
        rows.push({ line: begins + skipped, cells: tidy })
        return null
      },
    })
  } catch (error) {
    if (error instanceof Enough) return { rows, parseProblem: { kind: 'too-many', most: MOST_ROWS } }
    if (!(error instanceof CsvError)) throw error
    return { rows, parseProblem: { kind: 'open-quote', line: nextLine(text, last) + skipped } }
  }
  return { rows: inOneLine(rows) ?? rows, parseProblem: null }
}

const breaksIn = (cell: string) => cell.match(/\n/g)?.length ?? 0

/** The first line after `line` that is not empty. */
function nextLine(text: string, line: number): number {
  const rest = text.split('\n').slice(line)
  return (
    line +
    1 +
    Math.max(
      0,
      rest.findIndex((one) => one.trim() !== ''),
    )
  )
}

/** Numbers written one after the other on a single line are people, not columns. */
function inOneLine(rows: readonly ListRow[]): ListRow[] | null {
  const [only] = rows
  if (rows.length !== 1 || only === undefined || only.cells.length < 2) return null
  const cells = only.cells.filter((cell) => cell !== '')
  return cells.every(isPhoneLike) ? cells.map((cell) => ({ line: only.line, cells: [cell] })) : null
}
