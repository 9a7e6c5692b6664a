// From the table of changes to what the pages are told: the contract's events, each with the whole new value. The table is read
// after each commit that wrote into it, from where it was read last; a live change that is not written is told as it happens.
// Nobody listening costs nothing.
import { type Event, type EventType, eventSpecs } from '@contract/index.ts'
import type { Clock } from './base/clock.ts'
import type { Log } from './base/log.ts'
import type { Change, Changes } from './database/changes.ts'
import type { Noun } from './noun.ts'

/** Of a noun with more changed things than this in one turn nothing but the digests is told; the pages read again. */
const MOST_TOLD = 200
/** Changes read at a time; past this all are told so. */
const MOST_READ = 20_000

export function createNews(deps: { changes: Changes; clock: Clock; log: Log; nouns: readonly Noun[] }) {
  const { changes, clock, log, nouns } = deps
  const listeners = new Set<(event: Event) => void>()
  const tellers = new Map(nouns.flatMap((noun) => Object.entries(noun.changes ?? {})))
  const digests = nouns.flatMap((noun) => noun.digest ?? [])
  /** Digests that are due, with what calls each off. */
  const due = new Map<EventType, () => void>()
  let seen = 0
  let isReading = false

  function tell(event: Event): void {
    for (const listener of listeners) listener(event)
    tellDigests()
  }

  function tellDigests(): void {
    if (listeners.size === 0) return
    for (const { type, value } of digests) {
      if (due.has(type)) continue
      const tellDigest = () => {
        due.delete(type)
        try {
          const event = { type, value: value() } as Event
          for (const listener of listeners) listener(event)
        } catch (cause) {
          log.error({ err: cause, type }, 'a digest could not be told')
        }
      }
      due.set(type, clock.after(eventSpecs[type].everyMs ?? 0, tellDigest))
    }
  }

  /** Reads what has come; once for all commits of a turn. */
  function hurry(): void {
    if (listeners.size === 0 || isReading) return
    isReading = true
    setImmediate(() => {
      isReading = false
      if (listeners.size > 0) read()
    })
  }

  function read(): void {
    const rows = changes.since(seen, MOST_READ + 1)
    seen = rows.length > MOST_READ ? changes.last() : (rows.at(-1)?.seq ?? seen)
    if (rows.length > 0) tellDigests()
    if (rows.length > MOST_READ) return
    // Of several changes of one thing the newest tells all: the event carries the whole new value. A last word stands last.
    const newest = new Map<string, Change>()
    for (const row of rows) {
      const key = `${row.noun} ${row.id}`
      newest.delete(key)
      newest.set(key, row)
    }
    for (const [noun, all] of Map.groupBy(newest.values(), (row) => row.noun)) {
      if (all.length <= MOST_TOLD) for (const { id, kind } of all) tellOf(noun, id, kind)
    }
  }

  /** A thing that cannot be read, or a page that breaks, harms no other. */
  function tellOf(noun: string, id: string, kind: string): void {
    try {
      const event = tellers.get(noun)?.(id, kind) ?? null
      if (event) tell(event)
    } catch (cause) {
      log.error({ err: cause, noun }, 'a change could not be told')
    }
  }

  const stop = [
    changes.onNoted(hurry),
    ...nouns.flatMap((noun) => noun.live?.((event) => listeners.size > 0 && tell(event)) ?? []),
  ]

  return {
    subscribe(listener: (event: Event) => void): () => void {
      if (listeners.size === 0) seen = changes.last()
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close(): void {
      for (const callOff of due.values()) callOff()
      listeners.clear()
      for (const off of stop) off()
    },
  }
}
