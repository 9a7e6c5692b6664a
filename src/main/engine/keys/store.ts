// SQL of the keys. Revoked ones stay, for the names that the history shows.
import type { Scope } from '@contract/common.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'

export interface KeyRow {
  id: string
  name: string
  startsWith: string
  digest: Buffer
  scopes: Scope[]
  createdAt: number
  lastUsedAt: number | null
  messages: number
  revokedAt: number | null
}

type Raw = Omit<KeyRow, 'scopes'> & { scopes: string }

export function createStore(database: Database, changes: Changes) {
  const all = database.prepare<Raw>(
    `SELECT id, name, starts_with AS startsWith, digest, scopes, created_at AS createdAt, last_used_at AS lastUsedAt,
            messages, revoked_at AS revokedAt FROM keys ORDER BY created_at, rowid`,
  )
  const insert = database.prepare(
    'INSERT INTO keys (id, name, starts_with, digest, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const revoke = database.prepare('UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL')
  const use = database.prepare('UPDATE keys SET last_used_at = ?, messages = ? WHERE id = ?')
  return {
    read: (): KeyRow[] => all.all().map((row) => ({ ...row, scopes: JSON.parse(row.scopes) as Scope[] })),
    insert(key: KeyRow): void {
      const scopes = JSON.stringify(key.scopes)
      database.now(() => {
        insert.run(key.id, key.name, key.startsWith, key.digest, scopes, key.createdAt)
        changes.note('keys', key.id, 'created')
      })
    },
    revoke(id: string, at: number): void {
      database.now(() => {
        revoke.run(at, id)
        changes.note('keys', id, 'revoked')
      })
    },
    /** To be called inside a transaction of the caller's. */
    writeUse(key: KeyRow): void {
      use.run(key.lastUsedAt, key.messages, key.id)
    },
  }
}
