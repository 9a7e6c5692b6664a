// Taking a backup in place of the present data, which are put aside and never deleted.
//
//   stage: the backup is copied to `dakiya.db.restoring`, checked, and made safe to go on from
//   swap:  the present file with its WAL goes to put-aside/<time>/, then the staged one gets the name
//
// A staged file is whole, so a start that finds one (power cut in the swap, or staged from the page) just swaps on. The WAL
// goes before the new file comes: left behind it would be played into the new one.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { stampOf } from './backup-files.ts'
import { sync } from './copy.ts'

export const dataFile = (dataDir: string): string => join(dataDir, 'dakiya.db')
export const stagedFile = (dataDir: string): string => join(dataDir, 'dakiya.db.restoring')
export const isStaged = (dataDir: string): boolean => existsSync(stagedFile(dataDir))

const damageFile = (dataDir: string): string => join(dataDir, 'dakiya.db.damaged')

/** Notes that the data in use were found damaged, so that no later start goes on with them. */
export function noteDamage(dataDir: string, problem: string): void {
  writeFileSync(damageFile(dataDir), `${problem}\n`, { mode: 0o600 })
  sync(damageFile(dataDir))
}

/** What was noted; null when nothing was. */
export function damageSeen(dataDir: string): string | null {
  return existsSync(damageFile(dataDir)) ? readFileSync(damageFile(dataDir), 'utf8').trim() : null
}

/**
 * Makes a copied backup safe to go on from. Sending is paused, because what still waits in it may have left after it was
 * made. Signal sessions are forgotten: an old ratchet would encrypt with keys that were used since, and recipients drop such
 * messages unseen; without one a new session is begun with the next message.
 */
export function makeSafe(path: string): void {
  const file = new SQLite(path)
  try {
    file.transaction(() => {
      file.exec(`INSERT INTO settings (name, value) VALUES ('isPaused', 'true')
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`)
      file.exec(`DELETE FROM auth_keys WHERE type IN ('session', 'sender-key', 'sender-key-memory')`)
    })()
  } finally {
    file.close()
  }
}

/** Moves the present data, if there are any, to a dated folder and says which; `at` names it. */
export function putAside(dataDir: string, at: number): string | null {
  const data = dataFile(dataDir)
  const parts = [data, `${data}-wal`, `${data}-shm`, damageFile(dataDir), join(dataDir, 'in-hand')].filter((path) =>
    existsSync(path),
  )
  if (parts.length === 0) return null
  const folder = join(dataDir, 'put-aside', stampOf(at))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const path of parts) renameSync(path, join(folder, basename(path)))
  sync(folder)
  sync(dataDir)
  return folder
}

/** How many folders of data put aside there are. */
export function countAside(dataDir: string): number {
  const home = join(dataDir, 'put-aside')
  return existsSync(home) ? readdirSync(home).length : 0
}

/** Beyond any id that was given out where the present data cannot be read; ids only have to be new, not close. */
const FAR_AHEAD = 1_000_000

/** The highest queueId that the present data have given out; null when they cannot say. */
function highestId(path: string): number | null {
  if (!existsSync(path)) return 0
  try {
    const file = new SQLite(path, { readonly: true, fileMustExist: true })
    try {
      const row = file.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'messages'`).get() as
        | { seq: number }
        | undefined
      return row?.seq ?? 0
    } finally {
      file.close()
    }
  } catch {
    return null
  }
}

/** A queueId is never used twice: the staged data go on counting where the present ones are, not where the backup was. */
function goOnCounting(staged: string, present: string): void {
  const highest = highestId(present)
  const file = new SQLite(staged)
  try {
    const row = file.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'messages'`).get() as
      | { seq: number }
      | undefined
    const own = row?.seq ?? 0
    const next = highest === null ? own + FAR_AHEAD : Math.max(own, highest)
    if (next === own) return
    if (row === undefined) file.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('messages', ?)`).run(next)
    else file.prepare(`UPDATE sqlite_sequence SET seq = ? WHERE name = 'messages'`).run(next)
  } finally {
    file.close()
  }
  sync(staged)
}

/** Gives a staged file the name of the data. Safe to be broken off anywhere and begun again. */
export function swap(dataDir: string): void {
  const staged = stagedFile(dataDir)
  if (!existsSync(staged)) return
  const { mtime, mtimeMs } = statSync(staged)
  // Begun anew after a crash, the present data may be put aside already, and the ids have been raised before that.
  if (existsSync(dataFile(dataDir))) goOnCounting(staged, dataFile(dataDir))
  utimesSync(staged, mtime, mtime)
  // The same folder however often it is begun anew.
  putAside(dataDir, Math.floor(mtimeMs))
  renameSync(staged, dataFile(dataDir))
  sync(dirname(staged))
}
