// How the pace was begun before it had a ledger: counted from the messages themselves. Kept as the reference of what it must be.
import type { Database } from '@main/engine/database/open.ts'
import type { SentTimes } from '@main/engine/pacing/ledger.ts'

export function oldSentTimes(database: Database): SentTimes {
  const clockSetBack = database.prepare('UPDATE messages SET left_at = ? WHERE device_id = ? AND left_at > ?')
  const since = database.prepare<{ at: number }>(
    `SELECT min(:now, CASE status WHEN 'processing' THEN :now ELSE max(left_at, coalesce(sent_at, ended_at, 0)) END) AS at
     FROM messages WHERE device_id = :deviceId AND left_at > :since ORDER BY at`,
  )
  const count = database.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM messages WHERE device_id = ? AND left_at >= ?',
  )
  const last = database.prepare<{ at: number | null }>(
    `SELECT max(max(left_at, coalesce(tried_at, 0), coalesce(sent_at, ended_at, 0))) AS at FROM
       (SELECT * FROM messages WHERE device_id = ? AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 20)`,
  )
  return {
    bringBack: (deviceId, now) => void clockSetBack.run(now, deviceId, now),
    since: (deviceId, from, now) => since.all({ deviceId, since: from, now }).map((row) => row.at),
    countFrom: (deviceId, from) => count.get(deviceId, from)?.count ?? 0,
    lastAt: (deviceId) => last.get(deviceId)?.at ?? null,
  }
}
