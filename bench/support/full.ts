// A full house, written straight into the database: messages that ended and messages that wait, as years of use leave them.
import SQLite from 'better-sqlite3'

const ROWS_A_COMMIT = 50_000
const MINUTE_MS = 60_000

/**
 * Adds `ended` rows of history and `waiting` rows of queue for one device, with their figures and their place in the search.
 * The file must have been brought to this program's version and closed.
 */
export function fill(path: string, deviceId: string, counts: { ended: number; waiting: number }): void {
  const file = new SQLite(path)
  file.pragma('synchronous = OFF')
  const { ended, waiting } = counts
  const now = Date.now()
  const insert = file.prepare(
    `INSERT INTO messages (device_id, number, text, status, key_id, wa_id, address, content, attempts, created_at, left_at,
       sent_at, delivered_at, read_at, ended_at) VALUES (?, ?, ?, ?, 'page', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const find = file.prepare('INSERT INTO message_texts (rowid, number, text) VALUES (?, ?, ?)')
  const words = 'order invoice ready tomorrow thank you parcel arrived payment received delivery appointment'.split(' ')
  const content = Buffer.alloc(120, 7)
  for (let from = 0; from < ended + waiting; from += ROWS_A_COMMIT) {
    file.transaction(() => {
      for (let index = from; index < Math.min(from + ROWS_A_COMMIT, ended + waiting); index += 1) {
        const hasEnded = index < ended
        const number = String(15551000000 + ((index * 7919) % 400_000))
        const text = `${words[index % 13] ?? 'order'} ${words[(index * 5) % 11]} number ${index}`
        const at = now - (ended + waiting - index) * MINUTE_MS
        const isGood = index % 50 !== 0
        const done = hasEnded
          ? insert.run(
              deviceId,
              number,
              text,
              isGood ? 'sent' : 'failed',
              `3EB0${index.toString(16).toUpperCase().padStart(18, '0')}`,
              `${number}@s.whatsapp.net`,
              content,
              1,
              at,
              at + 5_000,
              isGood ? at + 5_200 : null,
              isGood ? at + 6_000 : null,
              isGood && index % 3 === 0 ? at + 9_000 : null,
              at + 5_200,
            )
          : insert.run(deviceId, number, text, 'pending', null, null, null, 0, now, null, null, null, null, null)
        find.run(done.lastInsertRowid, number, text)
      }
    })()
  }
  file.exec(`UPDATE message_texts_state SET indexed_to = (SELECT max(id) FROM messages);
    INSERT INTO message_days (day, device_id, sent, failed, delivered, read)
      SELECT date(created_at / 1000, 'unixepoch', 'localtime'), device_id, sum(status = 'sent'), sum(status = 'failed'),
        count(delivered_at), count(read_at) FROM messages WHERE status IN ('sent', 'failed') GROUP BY 1, 2
      ON CONFLICT (day, device_id) DO UPDATE SET sent = excluded.sent, failed = excluded.failed;`)
  file.pragma('wal_checkpoint(TRUNCATE)')
  file.close()
}
