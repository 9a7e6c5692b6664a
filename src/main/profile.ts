// A profile: the folder of one set of data. It belongs to one process at a time, by a lock that the system drops when the
// process dies, and is practice or real from its birth; what it is stands in the folder and never changes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { CannotStart } from './options.ts'

const LOCK = 'dakiya.lock'
const MARK = 'profile.json'
const DATA = 'dakiya.db'

/** Takes the folder for this process, making it if need be; the returned function lets it go. @throws CannotStart */
export function openProfile(dir: string, isPractice: boolean): () => void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new CannotStart(`The data folder ${dir} cannot be used: ${reasonOf(cause)}.`, { cause })
  }
  const release = lock(dir)
  try {
    mark(dir, isPractice ? 'practice' : 'real')
  } catch (cause) {
    release()
    throw cause
  }
  return release
}

/** Whether another process holds the folder now; touches nothing. */
export function isHeld(dir: string): boolean {
  if (!existsSync(join(dir, LOCK))) return false
  try {
    lock(dir)()
    return false
  } catch {
    return true
  }
}

function lock(dir: string): () => void {
  let file: SQLite.Database | undefined
  try {
    file = new SQLite(join(dir, LOCK), { timeout: 0 })
    file.exec('BEGIN EXCLUSIVE')
    const held = file
    return () => held.close()
  } catch (cause) {
    file?.close()
    if (cause instanceof SQLite.SqliteError && cause.code.startsWith('SQLITE_BUSY'))
      throw new CannotStart(`Dakiya is already running with the data in ${dir}.`, { cause })
    throw new CannotStart(`The data folder ${dir} cannot be used: ${reasonOf(cause)}.`, { cause })
  }
}

function mark(dir: string, kind: 'practice' | 'real'): void {
  const path = join(dir, MARK)
  if (!existsSync(path)) {
    if (existsSync(join(dir, DATA)))
      throw new CannotStart(`${dir} has data but no ${MARK}, so it cannot be told whether it is practice or real.`)
    writeFileSync(`${path}.new`, `${JSON.stringify({ kind })}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
    return
  }
  const found = kindIn(path)
  if (found === kind) return
  if (found === 'practice') throw new CannotStart(`${dir} is a practice profile and can never send to WhatsApp.`)
  if (found === 'real') throw new CannotStart(`${dir} is a real profile and can never be used for practice.`)
  throw new CannotStart(`${path} cannot be read, so it cannot be told whether this profile is practice or real.`)
}

function kindIn(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { kind?: unknown }).kind
  } catch {
    return undefined
  }
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a disk that cannot be written to',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'there is a file of this name',
  ENOSPC: 'the disk is full',
  SQLITE_CANTOPEN: 'its files cannot be opened',
  SQLITE_READONLY: 'this user may not write there',
}

function reasonOf(cause: unknown): string {
  const { code = '' } = cause as { code?: string }
  return reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
}
