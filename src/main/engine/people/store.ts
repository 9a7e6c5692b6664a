// SQL of what we know of numbers: who must not be written to, and what WhatsApp said of them.
import type { OptOut } from '@contract/opt-outs.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'

export function createOptOutStore(database: Database, changes: Changes) {
  const numbers = database.prepare<{ number: string }>('SELECT number FROM opt_outs')
  const one = database.prepare<OptOut>('SELECT number, source, note, at FROM opt_outs WHERE number = ?')
  const page = database.prepare<OptOut>(
    'SELECT number, source, note, at FROM opt_outs WHERE (at, number) < (?, ?) ORDER BY at DESC, number DESC LIMIT ?',
  )
  const insert = database.prepare(
    'INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO NOTHING',
  )
  const remove = database.prepare('DELETE FROM opt_outs WHERE number = ?')
  const clearNote = database.prepare('UPDATE opt_outs SET note = NULL WHERE number = ?')
  return {
    numbers: (): string[] => numbers.all().map((row) => row.number),
    one: (number: string): OptOut | null => one.get(number) ?? null,
    /** Newest first, those after the place `(at, number)`. */
    page: (at: number, number: string, limit: number): OptOut[] => page.all(at, number, limit),
    /** To be called inside a transaction. Who is on the list already keeps the first source and time. */
    insert(row: OptOut): void {
      if (insert.run(row.number, row.source, row.note, row.at).changes > 0) changes.note('optOuts', row.number, 'added')
    },
    remove: (number: string): number =>
      database.now(() => {
        const removed = remove.run(number).changes
        if (removed > 0) changes.note('optOuts', number, 'removed')
        return removed
      }),
    clearNote: (number: string) => database.now(() => clearNote.run(number)),
  }
}

/** What WhatsApp said of one number, and when. */
export interface Known {
  onWhatsApp: boolean
  /** The JID that WhatsApp gave. */
  address: string | null
  checkedAt: number
}

export function createNumberStore(database: Database) {
  const one = database.prepare<Omit<Known, 'onWhatsApp'> & { onWhatsApp: number }>(
    'SELECT on_whatsapp AS onWhatsApp, address, checked_at AS checkedAt FROM numbers WHERE number = ?',
  )
  const put = database.prepare(
    `INSERT INTO numbers (number, on_whatsapp, address, checked_at) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE
     SET on_whatsapp = excluded.on_whatsapp, address = excluded.address, checked_at = excluded.checked_at`,
  )
  const remove = database.prepare('DELETE FROM numbers WHERE number = ?')
  return {
    one(number: string): Known | null {
      const row = one.get(number)
      return row === undefined ? null : { ...row, onWhatsApp: row.onWhatsApp === 1 }
    },
    remove: (number: string) => database.now(() => remove.run(number)),
    /** To be called inside a transaction. */
    put: (number: string, known: Known) => put.run(number, known.onWhatsApp ? 1 : 0, known.address, known.checkedAt),
  }
}
