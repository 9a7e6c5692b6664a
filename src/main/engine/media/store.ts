// SQL of the files. The bytes are on disk under their SHA-256; here stands what they are.
import type { MediaType } from '@contract/messages.ts'
import type { Database } from '../database/open.ts'

export interface FileRow {
  /** SHA-256 of the bytes in hex; the API's fileId. */
  id: string
  name: string
  mimeType: string
  mediaType: MediaType
  bytes: number
  createdAt: number
}

export function createStore(database: Database) {
  const columns = 'id, name, mime_type AS mimeType, media_type AS mediaType, bytes, created_at AS createdAt'
  const one = database.prepare<FileRow>(`SELECT ${columns} FROM files WHERE id = ?`)
  const older = database.prepare<{ id: string }>(
    'SELECT id FROM files WHERE created_at < ? AND id > ? ORDER BY id LIMIT ?',
  )
  const put = database.prepare(
    `INSERT INTO files (id, name, mime_type, media_type, bytes, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, mime_type = excluded.mime_type, created_at = excluded.created_at`,
  )
  const remove = database.prepare('DELETE FROM files WHERE id = ?')
  return {
    one: (id: string): FileRow | null => one.get(id) ?? null,
    /** Ids of files made before `createdAt`, in order, after the id `after`. */
    older: (createdAt: number, after: string, limit: number): string[] =>
      older.all(createdAt, after, limit).map((row) => row.id),
    put: (row: FileRow): Promise<unknown> =>
      database.commit(() => put.run(row.id, row.name, row.mimeType, row.mediaType, row.bytes, row.createdAt)),
    remove: (id: string): void => void database.now(() => remove.run(id)),
  }
}
