// Chats: what was said with each number, both ways, for people to look at; and which messages were delivered and read.
// Only what is shown stands here; what counts for tests is `received.ts`.
import type { Chat, Line } from '@contract/practice.ts'
import type { Store } from '../store.ts'
import type { DeliveryState } from './behaviour.ts'
import type { Message } from './content.ts'
import { say } from './content.ts'
import type { Received } from './received.ts'

const mostChats = 200
const mostLines = 200

interface Written {
  seq: number
  number: string
  phone: string
  author: string | null
  kind: string
  text: string | null
  file_name: string | null
  at: number
}

interface Row {
  seq: number
  value: string
  delivered_at: number | null
  read_at: number | null
}

export interface ChatsParts {
  store: Store
  /** A contact's name, or a group's subject. */
  nameOf(number: string): string
  clock(): number
}

export function createChats({ store, nameOf, clock }: ChatsParts) {
  const { db } = store
  const sql = {
    write: db.prepare<[string, string, string | null, string, string | null, string | null, number]>(
      'INSERT INTO written (number, phone, author, kind, text, file_name, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    outcome: db.prepare<[number, number | null, number | null]>('INSERT OR IGNORE INTO fates VALUES (?, ?, ?)'),
    counts: db.prepare<[number], { received: number; read: number }>(
      'SELECT (SELECT count(*) FROM messages) AS received, (SELECT count(*) FROM fates WHERE read_at <= ?) AS read',
    ),
    received: db.prepare<[number], { number: string; received: number; value: string }>(
      `SELECT number, received, value FROM
       (SELECT recipient AS number, count(*) AS received, max(seq) AS last FROM messages GROUP BY recipient
        ORDER BY last DESC LIMIT ?) JOIN messages ON seq = last`,
    ),
    // With max(), SQLite takes the other columns from the row that has it.
    written: db.prepare<[number, number], Written>(
      'SELECT *, max(seq) FROM written WHERE at <= ? GROUP BY number ORDER BY max(seq) DESC LIMIT ?',
    ),
    linesTo: db.prepare<[string, number], Row>(
      `SELECT messages.seq, value, delivered_at, read_at FROM messages LEFT JOIN fates USING (seq)
       WHERE recipient = ? ORDER BY messages.seq DESC LIMIT ?`,
    ),
    linesFrom: db.prepare<[string, number, number], Written>(
      'SELECT * FROM written WHERE number = ? AND at <= ? ORDER BY seq DESC LIMIT ?',
    ),
  }

  const receivedLine = ({ seq, value, delivered_at, read_at }: Row): Line => {
    const entry = JSON.parse(value) as Received
    const has = (at: number | null) => at !== null && at <= clock()
    return {
      id: `received ${seq}`,
      isTheirs: false,
      phone: entry.from,
      author: null,
      kind: entry.kind,
      text: entry.text ?? entry.caption,
      fileName: entry.fileName,
      bytes: entry.bytes,
      mediaSeq: entry.sha256 === null ? null : seq,
      state: has(read_at) ? 'read' : has(delivered_at) ? 'delivered' : 'sent',
      at: entry.at,
    }
  }
  const writtenLine = ({ seq, phone, author, kind, text, file_name, at }: Written): Line => ({
    id: `written ${seq}`,
    isTheirs: true,
    phone,
    author,
    kind,
    text,
    fileName: file_name,
    bytes: null,
    mediaSeq: null,
    state: 'sent',
    at,
  })

  return {
    /** A contact wrote to a linked phone, or into a group. */
    note(number: string, phone: string, author: string | null, message: Message, at: number): void {
      const { kind, text, caption, fileName } = say(message)
      store.later(() => sql.write.run(number, phone, author, kind, text ?? caption, fileName, at))
    },
    /** The message of this seq will be delivered and read, as far as it will be. */
    outcome(seq: number, { deliverAfterMs, readAfterMs }: DeliveryState): void {
      const now = clock()
      const at = (afterMs: number | undefined) => (afterMs === undefined ? null : now + afterMs)
      store.later(() => sql.outcome.run(seq, at(deliverAfterMs), at(readAfterMs)))
    },
    chats(): { received: number; read: number; chats: Chat[] } {
      store.flush()
      const chats = new Map<string, Chat>()
      const keep = (number: string, received: number, kind: string, text: string | null, at: number) => {
        const known = chats.get(number)
        const isNewer = known === undefined || known.lastAt <= at
        chats.set(number, {
          number,
          name: nameOf(number),
          received: (known?.received ?? 0) + received,
          lastText: isNewer ? text : known.lastText,
          lastKind: isNewer ? kind : known.lastKind,
          lastAt: isNewer ? at : known.lastAt,
        })
      }
      for (const { number, received, value } of sql.received.all(mostChats)) {
        const entry = JSON.parse(value) as Received
        keep(number, received, entry.kind, entry.text ?? entry.caption, entry.at)
      }
      for (const { number, kind, text, at } of sql.written.all(clock(), mostChats)) keep(number, 0, kind, text, at)
      const newest = [...chats.values()].sort((one, other) => other.lastAt - one.lastAt).slice(0, mostChats)
      return { ...(sql.counts.get(clock()) ?? { received: 0, read: 0 }), chats: newest }
    },
    chat(number: string): Line[] {
      store.flush()
      const lines = [
        ...sql.linesTo.all(number, mostLines).map(receivedLine),
        ...sql.linesFrom.all(number, clock(), mostLines).map(writtenLine),
      ]
      return lines.sort((one, other) => one.at - other.at).slice(-mostLines)
    },
  }
}

export type Chats = ReturnType<typeof createChats>
