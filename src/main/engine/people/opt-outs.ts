// Who must not be written to. Every number on the list is in memory too, because the sender asks last of all, for each
// message. Somebody who writes STOP to one of our numbers puts himself on it.
import type { OptOut, optOuts } from '@contract/numbers.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Database } from '../database/open.ts'
import { needNumber } from '../numbers/numbers.ts'
import type { SettingsBook } from '../settings/settings.ts'
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

export type OptOuts = ReturnType<typeof createOptOuts>

/** Opens the list and listens for STOP until `close`. */
export function createOptOuts(deps: { database: Database; clock: Clock; events: Events; settings: SettingsBook }) {
  const { database, clock, events, settings } = deps
  const store = createOptOutStore(database)
  const numbers = new Set(store.numbers())
  const read = (text: string) => needNumber(text, settings.get().defaultCountry).number
  let isClosed = false

  function keep(row: OptOut): void {
    if (isClosed || !numbers.has(row.number)) return
    database.commit(() => store.insert(row)).catch(() => clock.after(WRITE_AGAIN_MS, () => keep(row)))
  }

  const silence = events.on('text.received', ({ number, text, at }) => {
    if (number === null || numbers.has(number) || !isStopWord(text)) return
    numbers.add(number)
    keep({ number, source: 'reply', note: null, at })
  })

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
      const removed = store.remove(digits)
      return { removed: numbers.delete(digits) ? 1 : removed }
    },
  }

  return {
    ...handlers,
    /** Whether `number` (digits, as `readNumber` gives them) must not be written to. */
    has: (number: string): boolean => numbers.has(number),
    /** Who is erased stays on the list, or would be written to again; a note about them does not. */
    forgetNote: (number: string): void => void store.clearNote(number),
    close(): void {
      isClosed = true
      silence()
    },
  }
}
