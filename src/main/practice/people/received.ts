// What the recipients received: one entry per WhatsApp id of a sender, written once the first recipient device could
// read it, and counting every stanza that came under this id.

import type { Store } from '../store.ts'
import type { Said } from './content.ts'

/** The fields of `GET /messages`; what does not apply is null. */
export interface Received {
  seq: number
  id: string
  from: string
  to: string
  kind: string
  text: string | null
  caption: string | null
  fileName: string | null
  mimeType: string | null
  bytes: number | null
  sha256: string | null
  latitude: number | null
  longitude: number | null
  raw: unknown
  at: number
  copies: number
}

/** An entry with the devices that have read it, as `number:device`. */
type StoredMessage = Received & { readers: string[] }

export interface Filter {
  to?: string
  from?: string
  after?: number
}

/** Entries and copies held in memory; older ones are read from disk again. */
const remembered = 1_000
const mostMet = 100_000

export function createReceived(store: Store) {
  const { db } = store
  const sql = {
    last: db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM messages'),
    find: db.prepare<[string, string], { value: string }>('SELECT value FROM messages WHERE sender = ? AND id = ?'),
    write: db.prepare<[number, string, string, string, string]>(
      `INSERT INTO messages VALUES (?, ?, ?, ?, ?) ON CONFLICT (seq) DO UPDATE SET value = excluded.value`,
    ),
    at: db.prepare<[number], { value: string }>('SELECT value FROM messages WHERE seq = ?'),
    list: db.prepare<[number], { value: string }>('SELECT value FROM messages WHERE seq > ? ORDER BY seq'),
    listTo: db.prepare<[string, number], { value: string }>(
      'SELECT value FROM messages WHERE recipient = ? AND seq > ? ORDER BY seq',
    ),
    hasChat: db.prepare<[string, string], { seq: number }>(
      'SELECT seq FROM messages WHERE sender = ? AND recipient = ? LIMIT 1',
    ),
  }
  let seq = sql.last.get()?.seq ?? 0
  let count = { messages: 0, duplicates: 0 }
  const copies = new Map<string, number>()
  const entries = new Map<string, StoredMessage>()
  const changed = new Set<StoredMessage>()
  /** Chats since the start, from acceptance on. */
  const met = new Set<string>()
  store.onFlush(() => {
    for (const each of changed) sql.write.run(each.seq, each.id, each.from, each.to, JSON.stringify(each))
    changed.clear()
    for (const key of entries.keys()) {
      if (entries.size <= remembered) break
      entries.delete(key)
      copies.delete(key)
    }
  })

  const keyOf = (from: string, id: string) => `${from} ${id}`
  const find = (from: string, id: string): StoredMessage | undefined => {
    const known = entries.get(keyOf(from, id))
    if (known) return known
    const row = sql.find.get(from, id)
    if (!row) return undefined
    const entry = JSON.parse(row.value) as StoredMessage
    entries.set(keyOf(from, id), entry)
    return entry
  }
  const change = (entry: StoredMessage) => {
    changed.add(entry)
    store.touch()
  }

  return {
    find,
    /** A message of this sender to this recipient was accepted. */
    meet(from: string, to: string): void {
      met.add(`${from} ${to}`)
      if (met.size > mostMet) met.delete(met.keys().next().value ?? '')
    },
    /** A stanza was accepted under this id. True when it was not the first. */
    count(from: string, id: string): boolean {
      const key = keyOf(from, id)
      const entry = find(from, id)
      const before = entry?.copies ?? copies.get(key) ?? 0
      if (entry) {
        entry.copies = before + 1
        change(entry)
      } else copies.set(key, before + 1)
      if (before > 0) count.duplicates += 1
      else count.messages += 1
      return before > 0
    },
    /** The first recipient device has read it. */
    record(from: string, id: string, to: string, said: Said, raw: unknown, at: number): StoredMessage {
      const key = keyOf(from, id)
      const { attachment: _, ...words } = said
      const entry: StoredMessage = {
        seq: ++seq,
        id,
        from,
        to,
        ...words,
        bytes: null,
        sha256: null,
        raw,
        at,
        copies: copies.get(key) ?? 1,
        readers: [],
      }
      copies.delete(key)
      entries.set(key, entry)
      change(entry)
      return entry
    },
    change,
    /** True the first time that this device has the message. */
    isNew(entry: StoredMessage, reader: string): boolean {
      if (entry.readers.includes(reader)) return false
      entry.readers.push(reader)
      change(entry)
      return true
    },
    at(wanted: number): Received | undefined {
      store.flush()
      const row = sql.at.get(wanted)
      return row && (JSON.parse(row.value) as StoredMessage)
    },
    list({ to, from, after = 0 }: Filter): Received[] {
      store.flush()
      const rows = to === undefined ? sql.list.all(after) : sql.listTo.all(to, after)
      const all = rows.map((row): Received => {
        const { readers: _, ...shown } = JSON.parse(row.value) as StoredMessage
        return shown
      })
      return from === undefined ? all : all.filter((each) => each.from === from)
    },
    /** True when this sender has already reached this recipient. */
    hasChat: (from: string, to: string): boolean => {
      if (met.has(`${from} ${to}`)) return true
      return sql.hasChat.get(from, to) !== undefined
    },
    stats: () => ({ ...count }),
    clear(): void {
      seq = 0
      count = { messages: 0, duplicates: 0 }
      copies.clear()
      entries.clear()
      changed.clear()
      met.clear()
    },
  }
}

export type ReceivedMessages = ReturnType<typeof createReceived>
