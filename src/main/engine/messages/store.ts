// The SQL of messages: rows in, rows out, no rules. A row is what the table holds; `delivery.ts` says how it may change.
import type { OnAmbiguous, WhenLate } from '@contract/settings.ts'
import type { Database } from '../database/open.ts'
import type { Delivery } from './delivery.ts'

/** What its sender wished for this message; null = as the settings say. */
export interface Wishes {
  onAmbiguous: OnAmbiguous | null
  lateAfterMinutes: number | null
  whenLate: WhenLate | null
}

export interface Row extends Delivery, Wishes {
  id: number
  deviceId: string
  number: string
  text: string | null
  mediaType: 'image' | 'video' | 'audio' | 'document' | null
  mediaUrl: string | null
  fileId: string | null
  fileName: string | null
  keyId: string | null
  waId: string | null
  address: string | null
  scheduledAt: number | null
  createdAt: number
  /** How often the program broke down with it in its hands. */
  crashes: number
}

/** What the choice of the next message needs of a row; whole rows of all that are looked at cost a twentieth of a send. */
export type Head = Pick<Row, 'id' | 'number' | 'createdAt'>
const HEAD = 'id, number, created_at AS createdAt'

/** What is known of a message before it has a place in the queue. */
export type NewRow = Pick<
  Row,
  | 'deviceId'
  | 'number'
  | 'text'
  | 'mediaType'
  | 'mediaUrl'
  | 'fileId'
  | 'fileName'
  | 'keyId'
  | 'createdAt'
  | 'scheduledAt'
  | keyof Wishes
>

/** The columns of a Row, named as its fields; the content is read only where it is needed. */
export const COLUMNS = `id, device_id AS deviceId, number, text, media_type AS mediaType, media_url AS mediaUrl,
  file_id AS fileId, file_name AS fileName, status, outcome, error, error_code AS errorCode, key_id AS keyId,
  wa_id AS waId, address, attempts, scheduled_at AS scheduledAt, created_at AS createdAt, left_at AS leftAt,
  sent_at AS sentAt, delivered_at AS deliveredAt, read_at AS readAt, ended_at AS endedAt, hold,
  tries_since AS triesSince, tried_at AS triedAt, doubted_at AS doubtedAt, crashes, on_ambiguous AS onAmbiguous,
  late_after_minutes AS lateAfterMinutes, when_late AS whenLate`

/** What waits or is on its way, without what only a person can end. */
export const isWaitingSql = `status IN ('pending', 'processing') AND outcome IS NOT 'unknown'`

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
  const clockSetBack = database.prepare('UPDATE messages SET left_at = ? WHERE device_id = ? AND left_at > ?')
  const lastDevice = database.prepare<{ deviceId: string }>(
    'SELECT device_id AS deviceId FROM messages WHERE number = ? ORDER BY id DESC LIMIT 1',
  )
  const left = database.prepare<{ at: number }>(
    // A frame goes out between its claim and the server's word; without a word, some time before now.
    `SELECT min(:now, CASE status WHEN 'processing' THEN :now ELSE max(left_at, coalesce(sent_at, ended_at, 0)) END) AS at
     FROM messages WHERE device_id = :deviceId AND left_at > :since ORDER BY at`,
  )
  const leftCount = database.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM messages WHERE device_id = ? AND left_at >= ?',
  )
  // The server's word comes after the frame: counting from it, no delay is ever shorter than it should be.
  const lastLeft = database.prepare<{ at: number | null }>(
    `SELECT max(max(left_at, coalesce(tried_at, 0), coalesce(sent_at, ended_at, 0))) AS at FROM
       (SELECT * FROM messages WHERE device_id = ? AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 20)`,
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
        to.doubtedAt,
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
    /** The clock was set back: what seems to leave in the future left now, so that it counts towards the limits but not for ever. */
    bringBack: (deviceId: string, now: number) => clockSetBack.run(now, deviceId, now),
    lastDeviceOf: (number: string): string | null => lastDevice.get(number)?.deviceId ?? null,
    leftSince: (deviceId: string, since: number, now: number): number[] =>
      left.all({ deviceId, since, now }).map((row) => row.at),
    countLeftFrom: (deviceId: string, from: number): number => leftCount.get(deviceId, from)?.count ?? 0,
    lastLeftAt: (deviceId: string): number | null => lastLeft.get(deviceId)?.at ?? null,
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
