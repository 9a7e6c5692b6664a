// What went out of each device, and when: written with every claim and every outcome, in the commit that settles the message, so
// that the limits and the delay hold after a start, whatever became of the messages themselves.
import type { Clock } from '../base/clock.ts'
import type { Database } from '../database/open.ts'
import { createStore, type SentTime } from './store.ts'

/** Beyond an hour, and a day of 25 hours. */
const KEPT_MS = 2 * 24 * 60 * 60_000
/** These stay at any age: a clock that was set wrong makes all of them look old. */
const NEWEST_KEPT = 10_000
/** Notes on a device between two trims, and how many rows one takes at most: more than came in. */
const TRIM_EVERY = 200
const ROWS_A_TRIM = 400

/** The part that whoever sends writes to, each time inside the transaction that changes the message. */
export interface Ledger {
  /** It left, was tried again, or its outcome is known: what is noted of the message from now on. */
  note(sent: SentTime): void
  /** It did not leave after all. */
  takeBack(messageId: number): void
}

/** What a pace begins with. */
export interface SentTimes {
  /** The clock was set back: what seems to leave in the future left now, so that it counts towards the limits but not for ever. */
  bringBack(deviceId: string, now: number): void
  since(deviceId: string, from: number, now: number): number[]
  countFrom(deviceId: string, from: number): number
  lastAt(deviceId: string): number | null
}

export function createLedger({ database, clock }: { database: Database; clock: Clock }): Ledger & SentTimes {
  const store = createStore(database)
  const untilTrim = new Map<string, number>()

  function trimAtTimes(deviceId: string): void {
    const left = (untilTrim.get(deviceId) ?? TRIM_EVERY) - 1
    untilTrim.set(deviceId, left === 0 ? TRIM_EVERY : left)
    if (left === 0) store.trim(deviceId, clock.now() - KEPT_MS, NEWEST_KEPT, ROWS_A_TRIM)
  }

  return {
    note(sent) {
      store.put(sent)
      trimAtTimes(sent.deviceId)
    },
    takeBack: (messageId) => void store.remove(messageId),
    bringBack: (deviceId, now) => void store.bringBack(deviceId, now),
    since: store.since,
    countFrom: store.countFrom,
    lastAt: store.lastAt,
  }
}
