// The network's memory on disk: one SQLite file in its data dir. Writes wait a moment and go in batches (a crash of the
// network may lose the last tenth of a second, and recipients then ask again, as real ones do); readers flush first.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

const schema = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS phones (number TEXT PRIMARY KEY, name TEXT NOT NULL, next_device INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE TABLE IF NOT EXISTS devices (
  number TEXT NOT NULL, device INTEGER NOT NULL, noise_key BLOB NOT NULL, identity BLOB NOT NULL,
  registration_id INTEGER NOT NULL, skey_id INTEGER NOT NULL, skey BLOB NOT NULL, skey_signature BLOB NOT NULL,
  key_index INTEGER NOT NULL, platform TEXT NOT NULL, linked_at INTEGER NOT NULL, has_history INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (number, device)) STRICT;
CREATE TABLE IF NOT EXISTS prekeys (
  number TEXT NOT NULL, device INTEGER NOT NULL, key_id INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (number, device, key_id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (number TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sessions (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sender_keys (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, value TEXT NOT NULL,
  UNIQUE (sender, id)) STRICT;
CREATE INDEX IF NOT EXISTS messages_recipient ON messages (recipient, seq);
CREATE TABLE IF NOT EXISTS fates (seq INTEGER PRIMARY KEY, delivered_at INTEGER, read_at INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS written (
  seq INTEGER PRIMARY KEY, number TEXT NOT NULL, phone TEXT NOT NULL, author TEXT, kind TEXT NOT NULL, text TEXT,
  file_name TEXT, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS written_number ON written (number, seq);
CREATE TABLE IF NOT EXISTS mailbox (
  seq INTEGER PRIMARY KEY, number TEXT NOT NULL, device INTEGER NOT NULL, due_at INTEGER NOT NULL, mark TEXT NOT NULL,
  stanza BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS groups (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, direction TEXT NOT NULL, tag TEXT NOT NULL,
  stanza TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS app_collections (
  number TEXT NOT NULL, collection TEXT NOT NULL, version INTEGER NOT NULL, sum BLOB NOT NULL,
  PRIMARY KEY (number, collection)) STRICT;
CREATE TABLE IF NOT EXISTS app_patches (
  number TEXT NOT NULL, collection TEXT NOT NULL, version INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (number, collection, version)) STRICT;
CREATE TABLE IF NOT EXISTS app_records (
  number TEXT NOT NULL, collection TEXT NOT NULL, index_mac TEXT NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (number, collection, index_mac)) STRICT;
`

const tables = [
  'phones',
  'devices',
  'prekeys',
  'people',
  'sessions',
  'sender_keys',
  'messages',
  'fates',
  'written',
  'mailbox',
  'groups',
  'ledger',
  'app_collections',
  'app_patches',
  'app_records',
]
const waitMs = 100

/** Keeps others off the data dir, by a lock that the system drops when the process dies. */
function lock(dataDir: string): Database.Database {
  const held = new Database(join(dataDir, 'network.lock'), { timeout: 0 })
  try {
    held.exec('BEGIN EXCLUSIVE')
    return held
  } catch (cause) {
    held.close()
    throw new Error(`Another practice network uses ${dataDir}.`, { cause })
  }
}

export function createStore(dataDir: string) {
  mkdirSync(dataDir, { recursive: true })
  const held = lock(dataDir)
  const db = new Database(join(dataDir, 'practice.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec(schema)

  let waiting: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  const flushers: (() => void)[] = []

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    db.transaction(() => {
      for (const write of batch) write()
      for (const write of flushers) write()
    })()
  }
  let revision = 0
  const watchers = new Set<() => void>()
  const touch = () => {
    revision += 1
    for (const watcher of watchers) watcher()
    timer ??= setTimeout(flush, waitMs)
  }
  const readMeta = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?')
  const writeMeta = db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')

  return {
    db,
    flush,
    /** Runs `write` within the next batch, in order. */
    later(write: () => void): void {
      waiting.push(write)
      touch()
    },
    /** Runs `write` within every batch: for those who gather their own rows. Call `touch` when there are some. */
    onFlush(write: () => void): void {
      flushers.push(write)
    },
    touch,
    /** Another one after anything has changed. */
    revision: (): number => revision,
    /** Resolves when the revision is another than `seen`, or after `mostMs`. */
    changed(seen: number, mostMs: number): Promise<number> {
      if (revision !== seen) return Promise.resolve(revision)
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(late)
          watchers.delete(done)
          resolve(revision)
        }
        const late = setTimeout(done, mostMs)
        late.unref()
        watchers.add(done)
      })
    },
    meta: (name: string): string | undefined => readMeta.get(name)?.value,
    setMeta: (name: string, value: string): void => void writeMeta.run(name, value),
    /** Empties everything but what the network is itself (its seed, its ports). */
    wipe(): void {
      flush()
      db.transaction(() => {
        for (const table of tables) db.exec(`DELETE FROM ${table}`)
        db.exec(`DELETE FROM meta WHERE name LIKE 'history %'`)
      })()
    },
    close(): void {
      flush()
      clearTimeout(timer)
      db.close()
      held.close()
    },
  }
}

export type Store = ReturnType<typeof createStore>
