// From the table of changes to what the pages are told: the contract's events, each with the whole new value. The table is read
// after each commit that wrote into it, from where it was read last; a live change that is not written is told as it happens.
// Nobody listening costs nothing.
import { type Event, type EventType, eventSpecs } from '@contract/index.ts'
import type { Clock } from './base/clock.ts'
import type { Change, Changes } from './database/changes.ts'
import type { Noun } from './noun.ts'

/** More changes than this in one turn are told by the digests alone; the pages read again. */
const MOST_TOLD = 200

export function createNews(deps: { changes: Changes; clock: Clock; nouns: readonly Noun[] }) {
  const { changes, clock, nouns } = deps
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
        for (const listener of listeners) listener({ type, value: value() } as Event)
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
    const rows = changes.since(seen, MOST_TOLD + 1)
    if (rows.length > MOST_TOLD) {
      seen = changes.last()
      tellDigests()
      return
    }
    // Of several changes of one thing the newest tells all: the event carries the whole new value.
    const newest = new Map<string, Change>()
    for (const row of rows) newest.set(`${row.noun} ${row.id}`, row)
    seen = rows.at(-1)?.seq ?? seen
    for (const { noun, id, kind } of newest.values()) {
      const event = tellers.get(noun)?.(id, kind) ?? null
      if (event) tell(event)
      else tellDigests()
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
