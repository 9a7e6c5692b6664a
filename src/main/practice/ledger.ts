// Every stanza in and out, append-only, and the counts of them. Shapes only: names and attributes, never what a stanza
// carries inside, so that a checker can replay a history and no text or key lies in it.
import type { Store } from './store.ts'
import { children, type Node } from './wire/wire.ts'

export interface Entry {
  seq: number
  at: number
  /** `number:device`, or empty while a socket has none. */
  device: string
  direction: 'in' | 'out' | 'note'
  tag: string
  stanza: unknown
}

const depth = 4

function shape(stanza: Node, left = depth): unknown {
  const inside = children(stanza)
  if (inside.length === 0 || left === 0) return { tag: stanza.tag, attrs: stanza.attrs }
  // Long lists (812 prekeys) tell nothing by their members.
  const shown = inside.length > 40 ? inside.slice(0, 3) : inside
  return {
    tag: stanza.tag,
    attrs: stanza.attrs,
    count: inside.length,
    children: shown.map((each) => shape(each, left - 1)),
  }
}

export function createLedger(store: Store, clock: () => number) {
  const { db } = store
  const insert = db.prepare<[number, number, string, string, string, string]>(
    'INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?)',
  )
  const select = db.prepare<[number, number], Omit<Entry, 'stanza'> & { stanza: string }>(
    'SELECT * FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  const last = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM ledger')
  let seq = last.get()?.seq ?? 0
  let rows: [number, number, string, string, string, string][] = []
  let counts = { in: {} as Record<string, number>, out: {} as Record<string, number> }
  let unknown: string[] = []
  store.onFlush(() => {
    for (const row of rows) insert.run(...row)
    rows = []
  })

  return {
    write(direction: Entry['direction'], device: string, stanza: Node): void {
      if (direction !== 'note') counts[direction][stanza.tag] = (counts[direction][stanza.tag] ?? 0) + 1
      rows.push([++seq, clock(), device, direction, stanza.tag, JSON.stringify(shape(stanza))])
      store.touch()
    },
    /** A query that the network does not know: a test should find none. */
    unknown(name: string): void {
      unknown = [...unknown, name].slice(-100)
    },
    read(after: number, limit: number): Entry[] {
      store.flush()
      return select.all(after, limit).map((row) => ({ ...row, stanza: JSON.parse(row.stanza) as unknown }))
    },
    stats: () => ({ in: { ...counts.in }, out: { ...counts.out }, unknown: [...unknown] }),
    clear(): void {
      rows = []
      seq = 0
      counts = { in: {}, out: {} }
      unknown = []
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
