// Who must not be written to. Every number on the list is in memory too, because the sender asks last of all, for each
// message. Somebody who writes STOP to one of our numbers puts himself on it.

import type { Handlers } from '@contract/operation.ts'
import type { OptOut, operations as optOuts } from '@contract/opt-outs.ts'
import type { Clock } from '../base/clock.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import { needNumber } from '../numbers/numbers.ts'
import type { SettingsNoun } from '../settings/settings.ts'
import { isStopWord } from './stop-words.ts'
import { createOptOutStore } from './store.ts'

/** When a STOP could not be written (a full disk), it counts in memory and is written later. */
const WRITE_AGAIN_MS = 15_000

/** A place in the list, newest first, as text for `cursor`. */
const cursorOf = ({ at, number }: OptOut): string => `${at}.${number}`
function placeOf(cursor: string | undefined): [at: number, number: string] {
  const [, at, number] = /^(\d{1,16})\.(.+)$/.exec(cursor ?? '') ?? []
  return at === undefined || number === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), number]
}

/** Opens the list. */
export function createOptOuts(deps: { database: Database; changes: Changes; clock: Clock; settings: SettingsNoun }) {
  const { database, changes, clock, settings } = deps
  const store = createOptOutStore(database, changes)
  const numbers = new Set(store.numbers())
  const read = (text: string) => needNumber(text, settings.get().defaultCountry).number
  let isClosed = false

  /** Who asked to stop and is not on disk yet. */
  const unwritten = new Set<string>()

  async function write(row: OptOut): Promise<void> {
    // Taken off meanwhile, it stays off.
    await database.commit(() => unwritten.has(row.number) && store.insert(row))
    unwritten.delete(row.number)
  }

  function keep(row: OptOut): void {
    if (isClosed || !unwritten.has(row.number)) return
    write(row).catch(() => clock.after(WRITE_AGAIN_MS, () => keep(row)))
  }

  const handlers: Handlers<typeof optOuts> = {
    list({ limit, cursor }) {
      const page = store.page(...placeOf(cursor), limit + 1)
      const shown = page.slice(0, limit)
      const last = page.length > limit ? shown.at(-1) : undefined
      return { total: numbers.size, optOuts: shown, nextCursor: last === undefined ? null : cursorOf(last) }
    },
    add({ number, note }, caller) {
      const source = caller.kind === 'page' ? 'staff' : 'api'
      const row: OptOut = { number: read(number), source, note: note ?? null, at: clock.now() }
      database.now(() => store.insert(row))
      numbers.add(row.number)
      return { optOut: store.one(row.number) ?? row }
    },
    remove({ number }) {
      const digits = read(number)
      unwritten.delete(digits)
      const removed = store.remove(digits)
      return { removed: numbers.delete(digits) ? 1 : removed }
    },
  }

  return {
    handlers,
    /**
     * Somebody wrote to one of our numbers. Where it is a word to stop, resolves when they are on the list on disk; from the call
     * on they count as on it. @throws what the database throws; then it is written later, and the letter must not be receipted
     */
    async heard({ number, text, at }: { number: string | null; text: string; at: number }): Promise<void> {
      if (number === null || !isStopWord(text) || (numbers.has(number) && !unwritten.has(number))) return
      if (isClosed) throw new Error('the list is closed')
      const row: OptOut = { number, source: 'reply', note: null, at }
      numbers.add(number)
      unwritten.add(number)
      await write(row).catch((cause) => {
        clock.after(WRITE_AGAIN_MS, () => keep(row))
        throw cause
      })
    },
    /** Whether `number` (digits, as `readNumber` gives them) must not be written to. */
    has: (number: string): boolean => numbers.has(number),
    /** Who is erased stays on the list, or would be written to again; a note about them does not. */
    forgetNote: (number: string): void => void store.clearNote(number),
    close(): void {
      isClosed = true
    },
  }
}
