// A copy of a database as it stood at one instant, taken while others write, and proven before it gets its name.
//
// One read transaction is held over the whole copy: SQLite then copies that instant's pages, whatever is committed meanwhile,
// and what is counted in it can be compared with the copy exactly. (VACUUM INTO takes an instant of its own, so a copy
// under load could only be compared roughly; and it takes longer.) The copy has the source's pages, so checking it whole
// checks the source whole. Runs in the database's own thread: node: and better-sqlite3 only.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { check } from '../check.ts'

/** About 16 MB at a time; between two the thread can be ended. */
const PAGES_A_STEP = 4_000

/** What a copy holds, and its original held at that instant. */
interface Holding {
  version: number
  /** Rows of each table. */
  rows: Record<string, number>
}

export interface Copied {
  bytes: number
  rows: number
  tookMs: number
}

/** The copy is not what it should be; `problem` says where. It is gone again. */
export class CopyBad extends Error {
  override readonly name = 'CopyBad'
}

function holdingOf(file: SQLite.Database): Holding {
  const rows: Record<string, number> = {}
  // A virtual table has no page of its own; its rows are those of its shadow tables.
  const tables = file.prepare<[], { name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name`,
  )
  for (const { name } of tables.all()) {
    const count = file.prepare<[], { count: number }>(`SELECT count(*) AS count FROM "${name}"`).get()
    rows[name] = count?.count ?? 0
  }
  return { version: file.pragma('user_version', { simple: true }) as number, rows }
}

/**
 * Copies the database at `from`, with what its WAL holds, to `to`: on disk, whole, checked and compared when this resolves.
 * @throws CopyBad when the copy is damaged or differs, and whatever the disk refuses with; then there is no `to`
 */
export async function copyData(from: string, to: string): Promise<Copied> {
  const startedAt = performance.now()
  const part = `${to}.part`
  const clean = () => {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true })
  }
  clean()
  const source = new SQLite(from, { readonly: true, fileMustExist: true })
  try {
    source.exec('BEGIN')
    const original = holdingOf(source)
    await source.backup(part, { progress: () => PAGES_A_STEP })
    source.exec('COMMIT')
    const copied = settle(part)
    if (JSON.stringify(copied) !== JSON.stringify(original))
      throw new CopyBad('it differs from what it was copied from')
    const found = check(part, 'full')
    if (found.state === 'damaged') throw new CopyBad(found.problem)
    sync(part)
    renameSync(part, to)
    sync(dirname(to))
    const rows = Object.values(copied.rows).reduce((sum, count) => sum + count, 0)
    return { bytes: statSync(to).size, rows, tookMs: Math.round(performance.now() - startedAt) }
  } catch (cause) {
    clean()
    throw cause
  } finally {
    source.close()
  }
}

/** Makes the copy one single file that needs no WAL beside it, and says what it holds. */
function settle(path: string): Holding {
  const file = new SQLite(path)
  try {
    file.pragma('journal_mode = DELETE')
    return holdingOf(file)
  } finally {
    file.close()
  }
}

/** On Windows folders cannot be synced, and need not be. */
export function sync(path: string): void {
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const handle = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
