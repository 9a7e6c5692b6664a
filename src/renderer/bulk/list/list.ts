// The list somebody is preparing: its rows, which column is what, what was edited and left out. It is held here while one
// looks at other pages; nothing of it reaches the engine before the button is pressed.
import { create } from 'zustand'
import { takeAdded, useListDraft } from '../../messages/compose/list-draft.ts'
import { type ColumnUse, guessColumns, hasHeading } from './columns.ts'
import type { Encoding } from './encoding.ts'
import type { ListRow, ListSource, ParsedList, ParseProblem } from './parse.ts'

const LARGEST_BYTES = 50 * 1024 * 1024

export interface List {
  file: { name: string; bytes: Uint8Array } | null
  isReading: boolean
  /** Why nothing could be read. */
  refusal: 'spreadsheet' | 'too-large' | 'unreadable' | null
  parseProblem: ParseProblem | null
  encoding: Encoding
  isSure: boolean
  /** Without the heading. */
  rows: readonly ListRow[]
  /** The row that names the columns; null = there is none. */
  heading: ListRow | null
  columns: ColumnUse
  /** Our guess, to be marked as such. */
  guessed: ColumnUse
  leftOut: ReadonlySet<number>
  /** Duplicates that are wanted all the same. */
  allowed: ReadonlySet<number>
}

const noColumns: ColumnUse = { number: null, name: null, message: null }
const empty: List = {
  file: null,
  isReading: false,
  refusal: null,
  parseProblem: null,
  encoding: 'utf-8',
  isSure: true,
  rows: [],
  heading: null,
  columns: noColumns,
  guessed: noColumns,
  leftOut: new Set(),
  allowed: new Set(),
}

export const useList = create<List>()(() => empty)

let reading = 0

/** Reads in a worker; a later reading takes the place of one that has not ended. */
function read(source: ListSource, file: List['file']): void {
  const turn = ++reading
  useList.setState({ isReading: true, file, refusal: null })
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), { type: 'module' })
  const end = (change: Partial<List>) => {
    worker.terminate()
    // What could not be read is not held on to.
    if (turn === reading) useList.setState({ ...empty, file: change.refusal ? null : file, ...change }, true)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<ParsedList>) => end(shaped(data)))
  worker.addEventListener('error', () => end({ refusal: 'unreadable' }))
  worker.postMessage(source)
}

function shaped({ rows, parseProblem, encoding, isSure, isSpreadsheet }: ParsedList): Partial<List> {
  const has = hasHeading(rows)
  const heading = has ? (rows[0] ?? null) : null
  const body = has ? rows.slice(1) : rows
  const guessed = guessColumns(body, heading?.cells ?? [])
  const refusal = isSpreadsheet ? 'spreadsheet' : null
  return { rows: body, heading, columns: guessed, guessed, parseProblem, encoding, isSure, refusal }
}

export function takePaste(text: string): void {
  if (text.trim() === '') {
    reading++
    useList.setState(empty, true)
  } else read({ text }, null)
}

export async function takeFile(file: File): Promise<void> {
  if (file.size > LARGEST_BYTES) return useList.setState({ ...empty, refusal: 'too-large' }, true)
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    read({ bytes }, { name: file.name, bytes })
  } catch {
    // Taken away or locked while it was read.
    useList.setState({ ...empty, refusal: 'unreadable' }, true)
  }
}

/** Reads the same file with other letters. */
export function readAs(encoding: Encoding): void {
  const { file } = useList.getState()
  if (file !== null) read({ bytes: file.bytes, encoding }, file)
}

/** Reads what was typed before a restart, and what Send added to it. */
export function readDraft(): void {
  const { paste } = useListDraft.getState().value
  const { rows, file, isReading } = useList.getState()
  if (takeAdded() || (paste !== '' && rows.length === 0 && file === null && !isReading)) takePaste(paste)
}

/** The first row names the columns, or is a person like the others. */
export function setHeading(isHeading: boolean): void {
  const { rows, heading } = useList.getState()
  const all = heading === null ? rows : [heading, ...rows]
  const [first = null, ...rest] = all
  // Places of rows change, and with them what was said of them.
  const fresh = { leftOut: empty.leftOut, allowed: empty.allowed }
  useList.setState(isHeading ? { ...fresh, heading: first, rows: rest } : { ...fresh, heading: null, rows: all })
}

/** Says what a column is; what it was before, or who was it before, becomes a plain one. */
export function setColumn(column: number, use: keyof ColumnUse | null): void {
  useList.setState(({ columns }) => {
    const next = { ...columns }
    for (const name of ['number', 'name', 'message'] as const) if (next[name] === column) next[name] = null
    if (use !== null) next[use] = column
    return { columns: next }
  })
}

/** Another text in one cell. */
export function editCell(index: number, column: number, text: string): void {
  useList.setState(({ rows }) => ({
    rows: rows.map((row, at) => {
      if (at !== index) return row
      const cells = [...row.cells]
      while (cells.length < column) cells.push('')
      cells[column] = text.trim()
      return { ...row, cells }
    }),
  }))
}

export function leaveOut(indexes: Iterable<number>): void {
  useList.setState(({ leftOut }) => ({ leftOut: new Set([...leftOut, ...indexes]) }))
}

export function putBack(indexes: Iterable<number>): void {
  const back = new Set(indexes)
  useList.setState(({ leftOut }) => ({ leftOut: new Set([...leftOut].filter((index) => !back.has(index))) }))
}

export function allow(index: number): void {
  useList.setState(({ allowed }) => ({ allowed: new Set([...allowed, index]) }))
}

/** Forgets the whole list and what was typed; the answer brings it back. */
export function startOver(): () => void {
  const list = useList.getState()
  const draft = useListDraft.getState()
  reading++
  useList.setState(empty, true)
  draft.clear()
  return () => {
    useList.setState(list, true)
    draft.change(draft.value)
  }
}
