// Brings a database file to this program's version: numbered SQL files, each in its own transaction,
// foreign keys checked before and after. A copy of the file is made before the first pending one.
import { constants, copyFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { makeBackupFolder, placeFor } from './backups/backup-files.ts'
import { sync } from './backups/copy.ts'

/** `./migrations/001-first.sql` → its text: numbered without a gap; the number is the version. Never edit one that was released. */
const files = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true })
const migrations: readonly string[] = Object.keys(files)
  .sort()
  .map((path, index) => {
    if (!path.startsWith(`./migrations/${String(index + 1).padStart(3, '0')}-`))
      throw new Error(`${path} is not migration ${index + 1}`)
    return files[path] ?? ''
  })

/** The version of a database that this program writes. */
export const NEWEST = migrations.length

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
  if (version > NEWEST) throw new DatabaseNewer(version)
  if (version === NEWEST) return
  if (version > 0) keepCopy(sqlite, path)
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

/** The file as the last program left it, among the backups; on disk before anything is changed. */
function keepCopy(sqlite: SQLite.Database, path: string): void {
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  makeBackupFolder(dirname(path))
  const place = placeFor(dirname(path), 'update', Date.now())
  const part = `${place}.part`
  copyFileSync(path, part, constants.COPYFILE_FICLONE)
  const copy = new SQLite(part)
  copy.pragma('journal_mode = DELETE')
  copy.close()
  sync(part)
  renameSync(part, place)
  sync(dirname(place))
}
