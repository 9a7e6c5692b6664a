// The one database: WAL, an fsync for every commit, one writer. Nouns get `Database` and prepare their own SQL at start.
// Writes that may share a commit go through `commit`; what must be on disk before the next line goes through `now`.
import { chmodSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DakiyaError } from '@contract/errors.ts'
import SQLite from 'better-sqlite3'
import { APPLICATION, type Profile, versionOf } from './check.ts'
import { DatabaseNewer, migrate, NEWEST } from './migrate.ts'
import { isDamage, isStorageFull } from './sqlite-errors.ts'
import { type Bounds, createCheckpoints } from './threads/checkpoints.ts'

export type Statement<Row = unknown> = SQLite.Statement<unknown[], Row>

export interface Database {
  prepare<Row = unknown>(sql: string): Statement<Row>
  /**
   * Runs `work` in a transaction of its own and returns when it is on disk. For what cannot wait a turn.
   * @throws DakiyaError STORAGE_FULL when the disk is full; nothing of `work` is kept then
   */
  now<T>(work: () => T): T
  /**
   * Runs `work` with that of all other callers of this turn in one transaction and resolves when it is on disk.
   * A `work` that throws takes back only what it did itself. Rejects with STORAGE_FULL as `now` throws.
   */
  commit<T>(work: () => T): Promise<T>
  /** The file, for backups and readers of their own. */
  readonly path: string
  /** Rows changed since the file was opened. */
  changes(): number
  /** Whether there is room for more than one small change; sending that stopped for want of it may then go on. */
  hasRoom(): boolean
  /**
   * Writes the file anew, without what was deleted: pages that were split or joined keep copies of it where `secure_delete`
   * does not reach. Holds everything up, about a second for each 100 MB. @throws when there is too little room
   */
  compact(): void
  /** Moves all of the log into the file and empties it; false while somebody reads, and then only as far as possible. */
  emptyLog(): boolean
  /** Called after each commit that holds; what throws here is the caller's defect. */
  onCommit(listener: () => void): void
  /** Told of each write that failed because the disk is full or the file damaged, whoever asked for it. */
  onTrouble(listener: (trouble: 'storage-full' | 'damaged', cause: unknown) => void): void
  close(): void
}

interface Waiting {
  work: () => unknown
  resolve: (value: never) => void
  reject: (cause: unknown) => void
}

/** What the file system must have left, and the file if it may only grow so far. */
const ROOM_BYTES = 2 ** 20

/**
 * Opens (or makes) the database at `path` and brings it to this program's version; `profile` is written into it for life.
 * `bounds` = when the log is moved into the file, if not as usual.
 * @throws DatabaseNewer when the file was written by a newer program; it is left untouched.
 */
export function openDatabase(path: string, profile: Profile | null = null, bounds?: Bounds): Database {
  // Before SQLite opens it: opening alone makes files beside it.
  const found = versionOf(path)
  if (found > NEWEST) throw new DatabaseNewer(found)
  const sqlite = new SQLite(path)
  sqlite.pragma('journal_mode = WAL')
  // FULL, not SQLite's NORMAL in WAL: a 2xx must survive a power cut. Measured: 0.2–0.3 ms a commit against 0.03.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  // checkpoints.ts does it.
  sqlite.pragma('wal_autocheckpoint = 0')
  sqlite.pragma('journal_size_limit = 67108864')
  // What is deleted is overwritten with zeros at once: who asked to be erased must not be found in a file's free space.
  sqlite.pragma('secure_delete = ON')
  if (process.platform === 'darwin') sqlite.pragma('fullfsync = 1')
  try {
    migrate(sqlite, path)
  } catch (cause) {
    sqlite.close()
    throw cause
  }
  const isUnmarked = sqlite.pragma('application_id', { simple: true }) === 0
  if (profile !== null && isUnmarked) sqlite.pragma(`application_id = ${APPLICATION[profile]}`)
  if (process.platform !== 'win32') chmodSync(path, 0o600)

  // Prepared once: compiling these few words for every row cost more than the rows (measured: 60 µs of 250 an accept).
  const [begin, commit, savepoint, release, rollbackTo] = [
    'BEGIN IMMEDIATE',
    'COMMIT',
    'SAVEPOINT one',
    'RELEASE one',
    'ROLLBACK TO one',
  ].map((sql) => sqlite.prepare(sql)) as [Statement, Statement, Statement, Statement, Statement]
  const changes = sqlite.prepare<[], { count: number }>('SELECT total_changes() AS count')
  let waiting: Waiting[] = []
  const listeners: Parameters<Database['onTrouble']>[0][] = []
  const atCommit: (() => void)[] = []
  const committed = () => {
    for (const listener of atCommit) listener()
  }

  /** What callers get to see of a failed write. */
  function understood(cause: unknown): unknown {
    const trouble = isStorageFull(cause) ? 'storage-full' : isDamage(cause) ? 'damaged' : null
    if (trouble !== null) for (const listener of listeners) listener(trouble, cause)
    return trouble === 'storage-full' ? new DakiyaError('STORAGE_FULL', undefined, { cause }) : cause
  }

  function hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dirname(path))
    const [most, used, free, size] = ['max_page_count', 'page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(sqlite.pragma(name, { simple: true })),
    ) as [number, number, number, number]
    return bavail * bsize >= ROOM_BYTES && (most - used + free) * size >= ROOM_BYTES
  }

  const checkpoints = createCheckpoints({
    sqlite,
    path,
    ...(bounds && { bounds }),
    onTrouble: (cause) => void understood(cause),
  })

  /** One commit for everyone who asked since the last. */
  function flush(): void {
    const batch = waiting
    waiting = []
    const results: { entry: Waiting; value?: unknown; cause?: unknown; failed: boolean }[] = []
    try {
      begin.run()
      for (const entry of batch) {
        savepoint.run()
        try {
          results.push({ entry, value: entry.work(), failed: false })
        } catch (cause) {
          // A full disk may have rolled everything back already; then the outer COMMIT below fails for all.
          if (sqlite.inTransaction) rollbackTo.run()
          else throw cause
          results.push({ entry, cause: understood(cause), failed: true })
        }
        release.run()
      }
      commit.run()
    } catch (cause) {
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
      const said = understood(cause)
      for (const entry of batch) entry.reject(said)
      return
    }
    checkpoints.committed()
    committed()
    for (const { entry, value, cause, failed } of results) {
      if (failed) entry.reject(cause)
      else entry.resolve(value as never)
    }
  }

  return {
    path,
    prepare: <Row>(sql: string) => sqlite.prepare<unknown[], Row>(sql),
    changes: () => changes.get()?.count ?? 0,
    hasRoom,
    compact: () => void sqlite.exec('VACUUM'),
    emptyLog() {
      sqlite.pragma('busy_timeout = 0')
      try {
        return sqlite.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
      } finally {
        sqlite.pragma('busy_timeout = 5000')
      }
    },
    onTrouble: (listener) => void listeners.push(listener),
    onCommit: (listener) => void atCommit.push(listener),
    now(work) {
      try {
        const value = sqlite.transaction(work).immediate()
        checkpoints.committed()
        committed()
        return value
      } catch (cause) {
        throw understood(cause)
      }
    },
    commit(work) {
      return new Promise((resolve, reject) => {
        // A turn later than it could be, so that those who are being read in this turn come along.
        if (waiting.length === 0) setImmediate(() => setImmediate(flush))
        waiting.push({ work, resolve: resolve as (value: never) => void, reject })
      })
    },
    close() {
      checkpoints.close()
      if (waiting.length > 0) flush()
      sqlite.close()
    },
  }
}
