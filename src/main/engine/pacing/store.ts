// The SQL of what went out of each device, and when.
import type { Database } from '../database/open.ts'

/** Of the newest rows, whose latest try or the server's word may be later than their own start. */
const NEWEST_LOOKED_AT = 20

export interface SentTime {
  messageId: number
  deviceId: string
  leftAt: number
  triedAt: number | null
  settledAt: number | null
}

export function createStore(database: Database) {
  // What was brought back to the present stays there: the message itself still has the time of the clock that was set back.
  const put = database.prepare(
    `INSERT INTO sent_times (message_id, device_id, left_at, tried_at, settled_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (message_id) DO UPDATE SET tried_at = excluded.tried_at, settled_at = excluded.settled_at`,
  )
  const remove = database.prepare('DELETE FROM sent_times WHERE message_id = ?')
  const trim = database.prepare(
    `DELETE FROM sent_times WHERE message_id IN (
       SELECT message_id FROM sent_times WHERE device_id = :deviceId AND left_at < min(:before,
         (SELECT left_at FROM sent_times WHERE device_id = :deviceId ORDER BY left_at DESC LIMIT 1 OFFSET :newest - 1))
       ORDER BY left_at LIMIT :most)`,
  )
  const bringBack = database.prepare('UPDATE sent_times SET left_at = ? WHERE device_id = ? AND left_at > ?')
  const since = database.prepare<{ at: number }>(
    // A frame goes out between its claim and the server's word; without a word, some time before now.
    `SELECT min(:now, CASE WHEN settled_at IS NULL THEN :now ELSE max(left_at, settled_at) END) AS at
     FROM sent_times WHERE device_id = :deviceId AND left_at > :since ORDER BY at`,
  )
  const count = database.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM sent_times WHERE device_id = ? AND left_at >= ?',
  )
  // The server's word comes after the frame: counting from it, no delay is ever shorter than it should be.
  const last = database.prepare<{ at: number | null }>(
    `SELECT max(max(left_at, tried_at, coalesce(settled_at, 0))) AS at FROM
       (SELECT * FROM sent_times WHERE device_id = ? ORDER BY left_at DESC LIMIT ${NEWEST_LOOKED_AT})`,
  )

  return {
    /** Adds a row, or notes its latest try and the word on it. */
    put: (row: SentTime) => put.run(row.messageId, row.deviceId, row.leftAt, row.triedAt ?? 0, row.settledAt),
    remove: (messageId: number) => remove.run(messageId),
    /** Removes the oldest of what left before `before` and is not among the `newest` of the device, `most` at a time. */
    trim: (deviceId: string, before: number, newest: number, most: number) =>
      trim.run({ deviceId, before, newest, most }),
    /** What seems to have left after `now` left now. */
    bringBack: (deviceId: string, now: number) => bringBack.run(now, deviceId, now),
    /** The times after `from`, epoch ms, oldest first, none of them later than `now`. */
    since: (deviceId: string, from: number, now: number): number[] =>
      since.all({ deviceId, since: from, now }).map((row) => row.at),
    countFrom: (deviceId: string, from: number): number => count.get(deviceId, from)?.count ?? 0,
    lastAt: (deviceId: string): number | null => last.get(deviceId)?.at ?? null,
  }
}
