// When messages left a device: what its limits and its delay are counted from after a start.
import type { Database } from '../database/open.ts'

export type SentTimes = ReturnType<typeof createSentTimes>

export function createSentTimes(database: Database) {
  const clockSetBack = database.prepare('UPDATE messages SET left_at = ? WHERE device_id = ? AND left_at > ?')
  const since = database.prepare<{ at: number }>(
    // A frame goes out between its claim and the server's word; without a word, some time before now.
    `SELECT min(:now, CASE status WHEN 'processing' THEN :now ELSE max(left_at, coalesce(sent_at, ended_at, 0)) END) AS at
     FROM messages WHERE device_id = :deviceId AND left_at > :since ORDER BY at`,
  )
  const count = database.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM messages WHERE device_id = ? AND left_at >= ?',
  )
  // The server's word comes after the frame: counting from it, no delay is ever shorter than it should be.
  const last = database.prepare<{ at: number | null }>(
    `SELECT max(max(left_at, coalesce(tried_at, 0), coalesce(sent_at, ended_at, 0))) AS at FROM
       (SELECT * FROM messages WHERE device_id = ? AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 20)`,
  )

  return {
    /** The clock was set back: what seems to leave in the future left now, so that it counts towards the limits but not for ever. */
    bringBack: (deviceId: string, now: number) => clockSetBack.run(now, deviceId, now),
    /** The times after `from`, epoch ms, none of them later than `now`. */
    since: (deviceId: string, from: number, now: number): number[] =>
      since.all({ deviceId, since: from, now }).map((row) => row.at),
    countFrom: (deviceId: string, from: number): number => count.get(deviceId, from)?.count ?? 0,
    lastAt: (deviceId: string): number | null => last.get(deviceId)?.at ?? null,
  }
}
