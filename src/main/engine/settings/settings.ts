// Settings: how fast we send and what the office prefers, kept in the database and read from memory.
import { DakiyaError } from '@contract/errors.ts'
import { Settings } from '@contract/settings.ts'
import type { Events } from '../base/events.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { NounWith } from '../noun.ts'
import { regionOf, systemLocale } from './locale.ts'
import { createStore } from './store.ts'

export type SettingsNoun = ReturnType<typeof createSettings>

const usual: Settings = {
  delayMinSeconds: 5,
  delayMaxSeconds: 20,
  hourlyLimit: 100,
  dailyLimit: 1000,
  defaultCountry: null,
  typing: false,
  onAmbiguous: 'resend',
  lateAfterMinutes: 24 * 60,
  whenLate: 'send',
  keepHistoryDays: 0,
  keepMediaDays: 30,
  keepJournalDays: 30,
  isPaused: false,
}

/**
 * Opens the settings. On the first start the default country is guessed from `locale` (the PC's own unless given)
 * and kept, so that a later change of the PC's language does not change how numbers are read.
 */
export function createSettings(deps: { database: Database; changes: Changes; events: Events; locale?: string | null }) {
  const store = createStore(deps.database, deps.changes)
  let kept = store.read()
  if (kept.defaultCountry === undefined) {
    kept = { ...kept, defaultCountry: regionOf(deps.locale === undefined ? systemLocale() : deps.locale) }
    store.write({ defaultCountry: kept.defaultCountry })
  }
  let current: Readonly<Settings> = Object.freeze(Settings.parse({ ...usual, ...kept }))

  /** What is in force now; a new object after each change. */
  const get = (): Readonly<Settings> => current

  /**
   * Changes what `patch` names and returns the whole, once it is on disk.
   * @throws VALIDATION_ERROR with the field; nothing is changed then.
   */
  function update(patch: Partial<{ [Name in keyof Settings]: Settings[Name] | undefined }>): Readonly<Settings> {
    const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    const read = Settings.safeParse({ ...current, ...named })
    if (!read.success) {
      const [issue] = read.error.issues
      throw new DakiyaError('VALIDATION_ERROR', issue?.message, { field: issue?.path.join('.') ?? '' })
    }
    const { delayMinSeconds, delayMaxSeconds } = read.data
    if (delayMinSeconds > delayMaxSeconds) {
      const field = named.delayMaxSeconds === undefined ? 'delayMinSeconds' : 'delayMaxSeconds'
      throw new DakiyaError(
        'VALIDATION_ERROR',
        `The shortest delay (${delayMinSeconds} s) is above the longest (${delayMaxSeconds} s).`,
        { field },
      )
    }
    const changed = Object.fromEntries(
      Object.entries(read.data).filter(([name, value]) => name in named && value !== current[name as keyof Settings]),
    )
    if (Object.keys(changed).length === 0) return current
    store.write(changed)
    current = Object.freeze(read.data)
    deps.events.tell('settings.changed', {})
    return current
  }

  return {
    get,
    update,
    handlers: {
      settings: { get: () => ({ settings: current }), update: (patch) => ({ settings: update(patch) }) },
    },
    changes: { settings: () => ({ type: 'settings.changed', value: current }) },
  } satisfies NounWith
}
