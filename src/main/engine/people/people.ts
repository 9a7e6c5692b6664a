// People: what is known of whom we write to, whatever noun writes: how their numbers read, whether WhatsApp knows them, and who
// must not be written to.
import type { Clock } from '../base/clock.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { NounWith } from '../noun.ts'
import { understand } from '../numbers/numbers.ts'
import type { SettingsNoun } from '../settings/settings.ts'
import { createOptOuts } from './opt-outs.ts'
import { type Ask, createRegistrations } from './registrations.ts'

export interface PeopleDeps {
  database: Database
  changes: Changes
  clock: Clock
  settings: SettingsNoun
  /** Asks WhatsApp about numbers. */
  ask: Ask
}

export function createPeople(deps: PeopleDeps) {
  const { settings } = deps
  const optOuts = createOptOuts(deps)
  const registrations = createRegistrations(deps)
  return {
    optOuts,
    registrations,
    handlers: {
      numbers: {
        understand: (input) =>
          understand(input, { defaultCountry: settings.get().defaultCountry, isOptedOut: optOuts.has }),
        check: (input) => registrations.check(input, deps.ask),
      },
      optOuts: optOuts.handlers,
    },
    erase: {
      preview: (number) => ({ isOptedOut: optOuts.has(number) }),
      gather(number) {
        const address = registrations.addressOf(number)
        return { addresses: address === null ? [] : [address] }
      },
      delete({ number }) {
        registrations.forget(number)
        if (optOuts.has(number)) optOuts.forgetNote(number)
        return {}
      },
    },
    close: optOuts.close,
  } satisfies NounWith
}
