// What WhatsApp said of a number: whether it is registered and under which address. Kept for a month, a "no" for a day,
// because a person may join tomorrow; every question asked of WhatsApp counts against the device that asks.

import { DakiyaError } from '@contract/errors.ts'
import type { Inputs, Outputs } from '@contract/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Database } from '../database/open.ts'
import { needNumber } from '../numbers/numbers.ts'
import type { SettingsNoun } from '../settings/settings.ts'
import { createNumberStore, type Known } from './store.ts'

export type { Known }

const DAY_MS = 86_400_000
const YES_HOLDS_MS = 30 * DAY_MS
const NO_HOLDS_MS = DAY_MS

/** WhatsApp's answer for one number; null = it gave none. */
export interface Lookup {
  onWhatsApp: boolean | null
  address: string | null
}

/** Asks WhatsApp about numbers (digits), through a device where one is named. */
export type Ask = (numbers: readonly string[], sessionId?: string) => Promise<ReadonlyMap<string, Lookup>>

/** Opens what is known of numbers. */
export function createRegistrations(deps: { database: Database; clock: Clock; settings: SettingsNoun }) {
  const { database, clock, settings } = deps
  const store = createNumberStore(database)

  /** What WhatsApp said of `number`, as long as it may be believed; null = ask. */
  function known(number: string): Known | null {
    const row = store.one(number)
    if (row === null) return null
    const age = clock.now() - row.checkedAt
    return age >= 0 && age < (row.onWhatsApp ? YES_HOLDS_MS : NO_HOLDS_MS) ? row : null
  }

  /** Keeps WhatsApp's answers; those it did not give change nothing. */
  async function remember(lookups: ReadonlyMap<string, Lookup>): Promise<void> {
    const checkedAt = clock.now()
    await database.commit(() => {
      for (const [number, { onWhatsApp, address }] of lookups) {
        if (onWhatsApp !== null) store.put(number, { onWhatsApp, address, checkedAt })
      }
    })
  }

  return {
    known,
    remember,
    /** The address that WhatsApp gave for `number`; null when it never did. */
    addressOf: (number: string): string | null => store.one(number)?.address ?? null,
    /** Removes what WhatsApp said of `number`. */
    forget: (number: string): void => void store.remove(number),

    /**
     * Whether numbers are on WhatsApp; asks only for what is not known. A number WhatsApp gave no answer for is null.
     * @throws VALIDATION_ERROR for the first one that cannot be a phone number; then nobody is asked.
     */
    async check(input: Inputs['numbers']['check'], ask: Ask): Promise<Outputs['numbers']['check']> {
      const { defaultCountry } = settings.get()
      const numbers = input.numbers.map((text, index) => {
        const field = `numbers[${index}]`
        const read = needNumber(String(text), defaultCountry, field)
        if (read.isGroup) throw new DakiyaError('VALIDATION_ERROR', 'This is a group, not a phone number.', { field })
        return read.number
      })
      const unknown = [...new Set(numbers)].filter((number) => known(number) === null)
      if (unknown.length > 0) await remember(await ask(unknown, input.sessionId))
      return {
        results: numbers.map((number) => {
          const word = known(number)
          return { number, onWhatsApp: word?.onWhatsApp ?? null, checkedAt: word?.checkedAt ?? null }
        }),
      }
    },
  }
}
