// Looks at a database file without changing it: is it sound, is it ours, and of which version.
// Runs in the database's own thread too, where aliases are not known: node: and better-sqlite3 only.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'

export type Finding =
  | { state: 'good'; version: number }
  | { state: 'missing' }
  /** No table in it: a file that was cut off, or one that nothing was ever written to. */
  | { state: 'empty' }
  | { state: 'damaged'; problem: string }
  /** A sound database of another program. */
  | { state: 'foreign' }

/** Where SQLite keeps `user_version` and `application_id` in a file's first page. */
const VERSION_AT = 60
const APPLICATION_AT = 68

/** Whose data they are, for life: what is kept as the file's `application_id`, "Dkya" and "Dkyp". */
export type Profile = 'real' | 'practice'
export const APPLICATION: Record<Profile, number> = { real: 0x44_6b_79_61, practice: 0x44_6b_79_70 }

/** The version in the file's first page; 0 = cannot be told. */
export const versionOf = (path: string): number => headOf(path, VERSION_AT)

/** The profile that the file was made for; null = it does not say. */
export function profileOf(path: string): Profile | null {
  const found = headOf(path, APPLICATION_AT)
  return found === APPLICATION.real ? 'real' : found === APPLICATION.practice ? 'practice' : null
}

/** A number in the file's first page, read without SQLite, so that nothing is touched; 0 = cannot be told. */
function headOf(path: string, at: number): number {
  const head = Buffer.alloc(APPLICATION_AT + 4)
  let handle: number | undefined
  try {
    handle = openSync(path, 'r')
    const isWhole = readSync(handle, head, 0, head.length, 0) === head.length
    return isWhole && head.toString('latin1', 0, 15) === 'SQLite format 3' ? head.readUInt32BE(at) : 0
  } catch {
    return 0
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/**
 * `quick` reads every page, `full` compares the indexes with their tables besides (3–5 ms a MiB).
 * @throws what is neither damage nor soundness: a file that may not be read, a disk that fails
 */
export function check(path: string, how: 'quick' | 'full'): Finding {
  if (!existsSync(path)) return { state: 'missing' }
  if (statSync(path).size === 0) return { state: 'empty' }
  let file: SQLite.Database | undefined
  try {
    file = new SQLite(path, { readonly: true, fileMustExist: true })
    const problems = file.pragma(how === 'full' ? 'integrity_check(3)' : 'quick_check(3)') as Record<string, string>[]
    const problem = problems.map((row) => Object.values(row)[0]).join('; ')
    if (problem !== 'ok') return { state: 'damaged', problem }
    const tables = new Set(
      file
        .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
        .all()
        .map(({ name }) => name),
    )
    if (tables.size === 0) return { state: 'empty' }
    const isOurs = ['settings', 'devices', 'messages'].every((name) => tables.has(name))
    if (!isOurs) return { state: 'foreign' }
    return { state: 'good', version: file.pragma('user_version', { simple: true }) as number }
  } catch (cause) {
    const { code = '', message } = cause as { code?: string; message: string }
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return { state: 'damaged', problem: message }
    throw cause
  } finally {
    file?.close()
  }
}
