// The SQL of the version of WhatsApp Web that was learnt, and when.
import type { Database } from '../../database/open.ts'

export function createStore(database: Database) {
  const read = database.prepare<{ version: string; askedAt: number }>(
    'SELECT version, asked_at AS askedAt FROM client_version',
  )
  const write = database.prepare(
    `INSERT INTO client_version (id, version, asked_at) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, asked_at = excluded.asked_at`,
  )
  return {
    version: () => read.get(),
    putVersion: (version: string, at: number) => write.run(version, at),
  }
}
