// The SQL of messages: rows in, rows out, no rules.
import type { Database } from '../../database/open.ts'
import type { Delivery } from './delivery.ts'
import { COLUMNS, HEAD, type Head, type NewRow, type Row } from './row.ts'

export type Store = ReturnType<typeof createStore>

export function createStore(database: Database) {
  const insert = database.prepare(
    `INSERT INTO messages (device_id, number, text, media_type, media_url, file_id, file_name, key_id, created_at,
       scheduled_at, hold, on_ambiguous, late_after_minutes, when_late)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = database.prepare<Row>(`SELECT ${COLUMNS} FROM messages WHERE id = ?`)
  const byWaId = database.prepare<Row>(`SELECT ${COLUMNS} FROM messages WHERE wa_id = ?`)
  const content = database.prepare<{ content: Buffer | null }>('SELECT content FROM messages WHERE id = ?')
  const contentByWaId = database.prepare<{ content: Buffer | null }>(
    `SELECT content FROM messages WHERE wa_id = ?
       AND max(created_at, coalesce(left_at, 0), coalesce(tried_at, 0), coalesce(sent_at, 0)) >= ?`,
  )
  const state = database.prepare(
    `UPDATE messages SET status = ?, outcome = ?, error = ?, error_code = ?, attempts = ?, left_at = ?, sent_at = ?,
       delivered_at = ?, read_at = ?, ended_at = ?, hold = ?, tries_since = ?, tried_at = ?, doubted_at = ? WHERE id = ?`,
  )
  const letter = database.prepare('UPDATE messages SET wa_id = ?, address = ?, content = ? WHERE id = ?')
  const file = database.prepare(
    'UPDATE messages SET file_id = ?, media_type = ?, file_name = coalesce(file_name, ?) WHERE id = ?',
  )
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
  const waiting = database.prepare<{ deviceId: string; count: number }>(
    `SELECT device_id AS deviceId, count(*) AS count FROM messages INDEXED BY messages_waiting
     WHERE status IN ('pending', 'processing') GROUP BY device_id`,
  )
  const unknown = database.prepare<{ deviceId: string; count: number }>(
    `SELECT device_id AS deviceId, count(*) AS count FROM messages INDEXED BY messages_on_the_way
     WHERE status = 'processing' AND outcome = 'unknown' GROUP BY device_id`,
  )
  const due = database.prepare<Row>(
    `SELECT ${COLUMNS} FROM messages WHERE hold = 'schedule' AND scheduled_at <= ? ORDER BY scheduled_at, id LIMIT ?`,
  )
  const nextDue = database.prepare<{ at: number | null }>(
    `SELECT min(scheduled_at) AS at FROM messages WHERE hold = 'schedule'`,
  )
  const sendThoughLate = database.prepare(`UPDATE messages SET when_late = 'send' WHERE id = ?`)
  const crashed = database.prepare('UPDATE messages SET crashes = crashes + 1 WHERE id = ?')
  const lastDevice = database.prepare<{ deviceId: string }>(
    'SELECT device_id AS deviceId FROM messages WHERE number = ? ORDER BY id DESC LIMIT 1',
  )
  const event = database.prepare('INSERT INTO message_events (message_id, at, event, detail) VALUES (?, ?, ?, ?)')
  const events = database.prepare<{ at: number; event: string; detail: string | null }>(
    'SELECT at, event, detail FROM message_events WHERE message_id = ? ORDER BY at, rowid',
  )
  const day = database.prepare(
    `INSERT INTO message_days (day, device_id, sent, failed, delivered, read) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (day, device_id) DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
       delivered = delivered + excluded.delivered, read = read + excluded.read`,
  )
  const fileNeeded = database.prepare<{ waits: number; endedAt: number | null }>(
    `SELECT coalesce(sum(status IN ('pending', 'processing')), 0) AS waits,
       max(coalesce(ended_at, sent_at, created_at)) AS endedAt FROM messages WHERE file_id = ?`,
  )

  return {
    /** Adds a message at the end of the queue; its id is its place. */
    insert(row: NewRow): number {
      const done = insert.run(
        row.deviceId,
        row.number,
        row.text,
        row.mediaType,
        row.mediaUrl,
        row.fileId,
        row.fileName,
        row.keyId,
        row.createdAt,
        row.scheduledAt,
        row.scheduledAt !== null && row.scheduledAt > row.createdAt ? 'schedule' : null,
        row.onAmbiguous,
        row.lateAfterMinutes,
        row.whenLate,
      )
      return Number(done.lastInsertRowid)
    },
    get: (id: number): Row | undefined => byId.get(id),
    getByWaId: (waId: string): Row | undefined => byWaId.get(waId),
    content: (id: number): Uint8Array | null => content.get(id)?.content ?? null,
    /** null too for what last left before `since`, epoch ms. */
    contentByWaId: (waId: string, since: number): Uint8Array | null => contentByWaId.get(waId, since)?.content ?? null,
    saveState(id: number, to: Delivery): void {
      state.run(
        to.status,
        to.outcome,
        to.error,
        to.errorCode,
        to.attempts,
        to.leftAt,
        to.sentAt,
        to.deliveredAt,
        to.readAt,
        to.endedAt,
        to.hold,
        to.triesSince,
        to.triedAt,
        to.unconfirmedAt,
        id,
      )
    },
    saveLetter: (id: number, waId: string, address: string, bytes: Uint8Array) => letter.run(waId, address, bytes, id),
    saveFile: (id: number, fileId: string, mediaType: string, name: string) => file.run(fileId, mediaType, name, id),
    /** The oldest that wait for this device and are not held. */
    pending: (deviceId: string, most: number): Head[] => pending.all(deviceId, most),
    /** The same, without those to some chats. */
    pendingElsewhere: (deviceId: string, chats: string[], most: number): Head[] =>
      pendingElsewhere.all(deviceId, JSON.stringify(chats), most),
    /** On their way, or caught there by a crash. */
    processing: (deviceId: string): Row[] => processing.all(deviceId),
    /** The same of one chat, without what only a person can end. */
    unanswered: (deviceId: string, number: string): Row[] => unanswered.all(deviceId, number),
    /** How many wait or are on their way, by device; those that only a person can end are not counted. */
    waiting(): Map<string, number> {
      const counts = new Map(waiting.all().map((row) => [row.deviceId, row.count]))
      for (const row of unknown.all()) counts.set(row.deviceId, (counts.get(row.deviceId) ?? 0) - row.count)
      return counts
    },
    /** Whose time has come, earliest first. */
    due: (now: number, most: number): Row[] => due.all(now, most),
    nextDueAt: (): number | null => nextDue.get()?.at ?? null,
    sendThoughLate: (id: number) => sendThoughLate.run(id),
    addCrash: (id: number) => crashed.run(id),
    lastDeviceOf: (number: string): string | null => lastDevice.get(number)?.deviceId ?? null,
    addEvent: (id: number, at: number, name: string, detail: string | null) => event.run(id, at, name, detail),
    events: (id: number) => events.all(id),
    addToDay(
      name: string,
      deviceId: string,
      plus: { sent?: number; failed?: number; delivered?: number; read?: number },
    ) {
      day.run(name, deviceId, plus.sent ?? 0, plus.failed ?? 0, plus.delivered ?? 0, plus.read ?? 0)
    },
    fileNeededUntil(fileId: string): number | null {
      const found = fileNeeded.get(fileId)
      return found && found.waits > 0 ? Number.POSITIVE_INFINITY : (found?.endedAt ?? null)
    },
  }
}
