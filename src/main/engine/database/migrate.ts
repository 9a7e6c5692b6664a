// Brings a database file to this program's version: numbered SQL files, each in its own transaction,
// foreign keys checked before and after. A copy of the file is made before the first pending one.
import { copyFileSync, existsSync } from 'node:fs'
import type SQLite from 'better-sqlite3'
import first from './migrations/001-first.sql?raw'

/** In order; the place in this list is the version. Never edit one that was released. */
const migrations: readonly string[] = [first]

/** The file was written by a newer Dakiya; opening it with this one could lose something. */
export class DatabaseNewer extends Error {
  constructor(found: number) {
    super(
      `This data belongs to a newer Dakiya (version ${found} of the database, this program knows ${migrations.length}). Update Dakiya; nothing was changed.`,
    )
    this.name = 'DatabaseNewer'
  }
}

/** Runs what is pending. @throws DatabaseNewer, with the file untouched. */
export function migrate(sqlite: SQLite.Database, path: string): void {
  const version = sqlite.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) throw new DatabaseNewer(version)
  if (version === migrations.length) return
  if (version > 0 && existsSync(path)) {
    sqlite.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(path, `${path}.before-${migrations.length}`)
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    const broken = () => (sqlite.pragma('foreign_key_check') as unknown[]).length
    const before = broken()
    sqlite.transaction(() => {
      sqlite.exec(sql)
      if (broken() > before) throw new Error(`migration ${index + 1} breaks a reference between tables`)
      sqlite.pragma(`user_version = ${index + 1}`)
    })()
  }
}
