// A profile's data for tests of the disk: some devices, messages and opt-outs, and what can be told of them afterwards.
import { join } from 'node:path'
import { openDatabase } from '@main/engine/database/open.ts'
import SQLite from 'better-sqlite3'

export const fileIn = (dir: string): string => join(dir, 'dakiya.db')

/** Writes data of `rows` opt-outs and messages into `dir`, closed in order. */
export function writeData(dir: string, rows = 200): void {
  const database = openDatabase(fileIn(dir))
  const optOut = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  const message = database.prepare(
    `INSERT INTO messages (device_id, number, text, status, created_at) VALUES ('d1', ?, ?, 'pending', ?)`,
  )
  const key = database.prepare(`INSERT INTO auth_keys (device_id, type, id, value) VALUES ('d1', ?, ?, ?)`)
  database.now(() => {
    database
      .prepare(
        `INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('d1', 'Shop', 'logged-out', 1, 1)`,
      )
      .run()
    for (let index = 0; index < rows; index += 1) {
      optOut.run(`1555${index}`, 'staff', 'x'.repeat(index % 300), index)
      message.run(`1555${index}`, `Your order ${index} is ready. ${'y'.repeat(index % 200)}`, index)
      key.run(index % 2 === 0 ? 'session' : 'pre-key', String(index), Buffer.alloc(index % 500, index))
    }
  })
  database.close()
}

/** Rows of each table, and every value of those that tests write; reads a copy's or an original's file alike. */
export function contentsOf(path: string): { rows: Record<string, number>; values: string } {
  const file = new SQLite(path, { readonly: true })
  try {
    const rows: Record<string, number> = {}
    const values: unknown[] = []
    for (const name of ['devices', 'messages', 'opt_outs', 'auth_keys', 'settings']) {
      const all = file.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).raw().all()
      rows[name] = all.length
      values.push(all)
    }
    return { rows, values: JSON.stringify(values) }
  } finally {
    file.close()
  }
}
