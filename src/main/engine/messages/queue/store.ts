// The SQL of the queue: what comes in, what waits and is looked for, moved or let go, and the answers to repeated requests.
import type { Database } from '../../database/open.ts'
import { COLUMNS, type NewRow, type Row } from '../state/row.ts'

/** Which waiting messages are meant: all that every given part means. */
export interface Criteria {
  deviceId?: string
  ids?: readonly number[]
  /** Held by their own row. */
  hold?: string
  /** Not held by their own row, and of one of these devices. */
  freeOf?: readonly string[]
  /** A condition of the search. */
  found?: { sql: string; values: unknown[] }
}

export interface Place {
  id: number
  deviceId: string
}

/** Rows of a long list that is on its way in; `first` and `last` are ids, and nothing else lies between them. */
export interface Piece {
  list: string
  first: number
  last: number
  isAccepted: 0 | 1
}

/** An answer's place among all: keys are unique for each caller. */
export type AnswerPlace = [keyId: string, key: string]

/** What waits or is on its way, without what only a person can end. Word by word, or the index of 004-pages.sql is not used. */
const WAITING = `status IN ('pending', 'processing') AND outcome IS NOT 'unknown'`

const LIST = 'SELECT value FROM json_each(?)'

function conditionOf({ deviceId, ids, hold, freeOf, found }: Criteria): { sql: string; values: unknown[] } {
  const parts = [WAITING]
  const values: unknown[] = []
  function add(sql: string, ...more: unknown[]): void {
    parts.push(sql)
    values.push(...more)
  }
  if (hold !== undefined) add('hold = ?', hold)
  if (freeOf !== undefined) add(`hold IS NULL AND device_id IN (${LIST})`, JSON.stringify(freeOf))
  if (deviceId !== undefined) add('device_id = ?', deviceId)
  if (ids !== undefined) add(`id IN (${LIST})`, JSON.stringify(ids))
  if (found !== undefined) add(found.sql, ...found.values)
  return { sql: parts.join(' AND '), values }
}

const pageSql = (condition: string): string =>
  `SELECT ${COLUMNS} FROM messages WHERE ${condition} AND id > ? ORDER BY id LIMIT ?`
const countSql = (condition: string): string => `SELECT count(*) AS count FROM messages WHERE ${condition}`
const idsSql = (condition: string): string =>
  `SELECT id FROM messages WHERE ${condition} AND status = 'pending' ORDER BY id`

export type QueueStore = ReturnType<typeof createQueueStore>

export function createQueueStore(database: Database) {
  const insert = database.prepare(
    `INSERT INTO messages (device_id, number, text, media_type, media_url, file_id, file_name, key_id, created_at,
       scheduled_at, hold, on_ambiguous, late_after_minutes, when_late, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const putPiece = database.prepare('INSERT INTO incoming (list, first_id, last_id) VALUES (?, ?, ?)')
  const acceptList = database.prepare('UPDATE incoming SET is_accepted = 1 WHERE list = ?')
  const pieces = database.prepare<Piece>(
    'SELECT list, first_id AS first, last_id AS last, is_accepted AS isAccepted FROM incoming ORDER BY first_id',
  )
  const removePiece = database.prepare('DELETE FROM incoming WHERE list = ? AND first_id = ?')
  const queuePiece = database.prepare<{ id: number; deviceId: string }>(
    `UPDATE messages SET status = 'pending' WHERE id BETWEEN ? AND ? AND status = 'incoming'
     RETURNING id, device_id AS deviceId`,
  )
  const removeRows = database.prepare<{ id: number }>(
    `DELETE FROM messages WHERE id BETWEEN ? AND ? AND status = 'incoming' RETURNING id`,
  )
  const removeText = database.prepare(
    'DELETE FROM message_texts WHERE rowid = ? AND rowid <= (SELECT indexed_to FROM message_texts_state)',
  )
  const lastDevice = database.prepare<{ deviceId: string }>(
    `SELECT device_id AS deviceId FROM messages WHERE number = ? AND status != 'incoming' ORDER BY id DESC LIMIT 1`,
  )
  const ahead = database.prepare<{ count: number }>(
    `SELECT count(*) AS count FROM messages INDEXED BY messages_waiting
     WHERE device_id = ? AND hold IS NULL AND id < ? AND status IN ('pending', 'processing')`,
  )
  const due = database.prepare<Row>(
    `SELECT ${COLUMNS} FROM messages WHERE hold = 'schedule' AND status = 'pending' AND scheduled_at <= ? ORDER BY scheduled_at, id LIMIT ?`,
  )
  const nextDue = database.prepare<{ at: number | null }>(
    `SELECT min(scheduled_at) AS at FROM messages WHERE hold = 'schedule' AND status = 'pending'`,
  )
  const sendThoughLate = database.prepare(`UPDATE messages SET when_late = 'send' WHERE id = ?`)
  const waitingOf = database.prepare<Place>(
    `SELECT id, device_id AS deviceId FROM messages INDEXED BY messages_waiting
     WHERE device_id = ? AND status IN ('pending', 'processing') AND status = 'pending' LIMIT ?`,
  )
  const waitingAmong = database.prepare<Place>(
    `SELECT id, device_id AS deviceId FROM messages WHERE id IN (${LIST}) AND status = 'pending'`,
  )
  const tie = database.prepare('UPDATE messages SET device_id = ? WHERE id = ?')
  const answer = database.prepare<{ fingerprint: Buffer; answer: string }>(
    'SELECT fingerprint, answer FROM idempotency WHERE key_id = ? AND key = ?',
  )
  const putAnswer = database.prepare('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')
  const saveAnswer = database.prepare('UPDATE idempotency SET answer = ? WHERE key_id = ? AND key = ?')
  const removeAnswer = database.prepare('DELETE FROM idempotency WHERE key_id = ? AND key = ?')
  const sweep = database.prepare('DELETE FROM idempotency WHERE key_id = ? AND created_at < ?')
  const answers = database.prepare<{ keyId: string; key: string; answer: string }>(
    `SELECT key_id AS keyId, key, answer FROM idempotency WHERE (key_id, key) > (?, ?) ORDER BY key_id, key LIMIT ?`,
  )
  const answerTimes = database.prepare<{ keyId: string; key: string; createdAt: number }>(
    `SELECT key_id AS keyId, key, created_at AS createdAt FROM idempotency
     WHERE (key_id, key) > (?, ?) ORDER BY key_id, key LIMIT ?`,
  )
  // The lists are put together as they are asked for; a fault in one of their parts must show at the start all the same.
  const everything = conditionOf({ deviceId: '', ids: [], hold: '', freeOf: [] }).sql
  for (const sqlOf of [pageSql, countSql, idsSql]) database.prepare(sqlOf(everything))

  return {
    /** Adds a message at the end of the queue; its id is its place. */
    insert(row: NewRow, status: 'pending' | 'incoming' = 'pending'): number {
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
        status,
      )
      return Number(done.lastInsertRowid)
    },
    /** A piece of a long list, from its first to its last row. */
    putPiece: (list: string, first: number, last: number) => putPiece.run(list, first, last),
    /** The list is accepted as a whole: from here on its rows will be queued, whatever happens. */
    acceptList: (list: string) => acceptList.run(list),
    /** Pieces whose rows still wait to be queued or taken away. */
    pieces: (): Piece[] => pieces.all(),
    /** Queues the rows of a piece; gives their ids. */
    queuePiece({ list, first, last }: Piece): { id: number; deviceId: string }[] {
      removePiece.run(list, first)
      return queuePiece.all(first, last)
    },
    /** Takes the rows of a piece away, and their words in the search. */
    removePiece({ list, first, last }: Piece): void {
      removePiece.run(list, first)
      for (const { id } of removeRows.all(first, last)) removeText.run(id)
    },
    lastDeviceOf: (number: string): string | null => lastDevice.get(number)?.deviceId ?? null,
    /** How many of the device wait or are on their way before the one with this id. */
    countAhead: (deviceId: string, id: number): number => ahead.get(deviceId, id)?.count ?? 0,
    /** In their order, those after the id `after`. */
    page(criteria: Criteria, after: number, limit: number): Row[] {
      const { sql, values } = conditionOf(criteria)
      return database.prepare<Row>(pageSql(sql)).all(...values, after, limit)
    },
    count(criteria: Criteria): number {
      const { sql, values } = conditionOf(criteria)
      return database.prepare<{ count: number }>(countSql(sql)).get(...values)?.count ?? 0
    },
    /** Of those that can still be stopped. */
    ids(criteria: Criteria): number[] {
      const { sql, values } = conditionOf(criteria)
      const rows = database.prepare<{ id: number }>(idsSql(sql)).all(...values)
      return rows.map(({ id }) => id)
    },
    /** Whose time has come, earliest first. */
    due: (now: number, most: number): Row[] => due.all(now, most),
    nextDueAt: (): number | null => nextDue.get()?.at ?? null,
    sendThoughLate: (id: number) => sendThoughLate.run(id),
    /** Those of a device that can be moved. */
    waitingOf: (deviceId: string, most: number): Place[] => waitingOf.all(deviceId, most),
    waitingAmong: (ids: readonly number[]): Place[] => waitingAmong.all(JSON.stringify(ids)),
    tie: (id: number, deviceId: string) => tie.run(deviceId, id),
    answer: (keyId: string, key: string) => answer.get(keyId, key),
    putAnswer: (keyId: string, key: string, fingerprint: Uint8Array, text: string, at: number) =>
      putAnswer.run(keyId, key, fingerprint, text, at),
    saveAnswer: (keyId: string, key: string, text: string) => saveAnswer.run(text, keyId, key),
    removeAnswer: (keyId: string, key: string) => removeAnswer.run(keyId, key),
    /** Removes what a caller asked before a time, epoch ms. */
    sweepAnswers: (keyId: string, before: number) => sweep.run(keyId, before),
    /** In the order of their places, those after one. */
    answers: (after: AnswerPlace, limit: number) => answers.all(...after, limit),
    answerTimes: (after: AnswerPlace, limit: number) => answerTimes.all(...after, limit),
  }
}
