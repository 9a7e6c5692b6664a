// The SQL of a message's state: rows in, rows out, no rules. What only the queue, the senders or the history ask stands in their rooms.
import type { Database } from '../../database/open.ts'
import type { Delivery } from './delivery.ts'
import { COLUMNS, type Row } from './row.ts'

export type Store = ReturnType<typeof createStore>

export function createStore(database: Database) {
  const byId = database.prepare<Row>(`SELECT ${COLUMNS} FROM messages WHERE id = ? AND status != 'incoming'`)
  const byWaId = database.prepare<Row>(`SELECT ${COLUMNS} FROM messages WHERE wa_id = ?`)
  const state = database.prepare(
    `UPDATE messages SET status = ?, outcome = ?, error = ?, error_code = ?, attempts = ?, left_at = ?, sent_at = ?,
       delivered_at = ?, read_at = ?, ended_at = ?, hold = ?, tries_since = ?, tried_at = ?, doubted_at = ? WHERE id = ?`,
  )
  const waiting = database.prepare<{ deviceId: string; count: number }>(
    `SELECT device_id AS deviceId, count(*) AS count FROM messages INDEXED BY messages_waiting
     WHERE status IN ('pending', 'processing') GROUP BY device_id`,
  )
  const unknown = database.prepare<{ deviceId: string; count: number }>(
    `SELECT device_id AS deviceId, count(*) AS count FROM messages INDEXED BY messages_on_the_way
     WHERE status = 'processing' AND outcome = 'unknown' GROUP BY device_id`,
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
  const touch = database.prepare('UPDATE message_texts_state SET indexed_to = indexed_to')

  return {
    get: (id: number): Row | undefined => byId.get(id),
    getByWaId: (waId: string): Row | undefined => byWaId.get(waId),
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
    /** How many wait or are on their way, by device; those that only a person can end are not counted. */
    waiting(): Map<string, number> {
      const counts = new Map(waiting.all().map((row) => [row.deviceId, row.count]))
      for (const row of unknown.all()) counts.set(row.deviceId, (counts.get(row.deviceId) ?? 0) - row.count)
      return counts
    },
    addEvent: (id: number, at: number, name: string, detail: string | null) => event.run(id, at, name, detail),
    events: (id: number) => events.all(id),
    addToDay(
      name: string,
      deviceId: string,
      plus: { sent?: number; failed?: number; delivered?: number; read?: number },
    ) {
      day.run(name, deviceId, plus.sent ?? 0, plus.failed ?? 0, plus.delivered ?? 0, plus.read ?? 0)
    },
    /** A write that changes nothing: whether the disk takes one. */
    touch: () => touch.run(),
  }
}
