// What SQLite's words mean to us: a full disk, a damaged file. Everything else is a defect of ours.
import { DakiyaError } from '@contract/errors.ts'
import SQLite from 'better-sqlite3'

/** The file has room for nothing more: what cannot be written down must not be sent. */
export function isStorageFull(cause: unknown): boolean {
  if (cause instanceof DakiyaError) return cause.code === 'STORAGE_FULL'
  const { code } = cause as { code?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  return cause instanceof SQLite.SqliteError && (code === 'SQLITE_FULL' || String(code).startsWith('SQLITE_IOERR'))
}

/** The file is not what SQLite left there; nothing may be read from it or written to it any more. */
export function isDamage(cause: unknown): boolean {
  return (
    cause instanceof SQLite.SqliteError && (cause.code.startsWith('SQLITE_CORRUPT') || cause.code === 'SQLITE_NOTADB')
  )
}
