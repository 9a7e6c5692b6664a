// The SQL of what is sent: the head of a device's queue, what is on its way, and the bytes fixed for each message.
import type { Database } from '../../database/open.ts'
import { COLUMNS, type Row } from '../state/row.ts'

/** What the choice of the next message needs of a row; whole rows of all that are looked at cost a twentieth of a send. */
export type Head = Pick<Row, 'id' | 'number' | 'createdAt'>
const HEAD = 'id, number, created_at AS createdAt'

export type SendingStore = ReturnType<typeof createSendingStore>

export function createSendingStore(database: Database) {
  const pending = database.prepare<Head>(
    `SELECT ${HEAD} FROM messages INDEXED BY messages_waiting
     WHERE device_id = ? AND hold IS NULL AND status IN ('pending', 'processing') AND status = 'pending'
     ORDER BY id LIMIT ?`,
  )
  const pendingElsewhere = database.prepare<Head>(
    `SELECT ${HEAD} FROM messages INDEXED BY messages_waiting
     WHERE device_id = ? AND hold IS NULL AND status IN ('pending', 'processing') AND status = 'pending'
       AND number NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?`,
  )
  const processing = database.prepare<Row>(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_on_the_way
     WHERE device_id = ? AND status = 'processing' ORDER BY id`,
  )
  const unanswered = database.prepare<Row>(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_on_the_way
     WHERE device_id = ? AND status = 'processing' AND outcome IS NULL AND number = ?`,
  )
  const content = database.prepare<{ content: Buffer | null }>('SELECT content FROM messages WHERE id = ?')
  const contentByWaId = database.prepare<{ content: Buffer | null }>(
    `SELECT content FROM messages WHERE wa_id = ?
       AND max(created_at, coalesce(left_at, 0), coalesce(tried_at, 0), coalesce(sent_at, 0)) >= ?`,
  )
  const letter = database.prepare('UPDATE messages SET wa_id = ?, address = ?, content = ? WHERE id = ?')
  const file = database.prepare(
    'UPDATE messages SET file_id = ?, media_type = ?, file_name = coalesce(file_name, ?) WHERE id = ?',
  )
  const crashed = database.prepare('UPDATE messages SET crashes = crashes + 1 WHERE id = ?')

  return {
    /** The oldest that wait for this device and are not held. */
    pending: (deviceId: string, most: number): Head[] => pending.all(deviceId, most),
    /** The same, without those to some chats. */
    pendingElsewhere: (deviceId: string, chats: string[], most: number): Head[] =>
      pendingElsewhere.all(deviceId, JSON.stringify(chats), most),
    /** On their way, or caught there by a crash. */
    processing: (deviceId: string): Row[] => processing.all(deviceId),
    /** The same of one chat, without what only a person can end. */
    unanswered: (deviceId: string, number: string): Row[] => unanswered.all(deviceId, number),
    content: (id: number): Uint8Array | null => content.get(id)?.content ?? null,
    /** null too for what last left before `since`, epoch ms. */
    contentByWaId: (waId: string, since: number): Uint8Array | null => contentByWaId.get(waId, since)?.content ?? null,
    saveLetter: (id: number, waId: string, address: string, bytes: Uint8Array) => letter.run(waId, address, bytes, id),
    saveFile: (id: number, fileId: string, mediaType: string, name: string) => file.run(fileId, mediaType, name, id),
    addCrash: (id: number) => crashed.run(id),
  }
}
