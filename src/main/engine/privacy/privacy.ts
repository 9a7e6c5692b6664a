// Privacy: what is kept of one person, how they are erased, and how long things are kept at all. Loops over the nouns; what a noun
// holds of people only the noun knows.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'
import type { Backups } from '../database/backups/backups.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { Noun } from '../noun.ts'
import { createErase } from './erase.ts'
import { createRetention } from './retention.ts'

export interface PrivacyDeps {
  dataDir: string
  database: Database
  changes: Changes
  clock: Clock
  events: Events
  log: Log
  journal: Journal
  settings: () => Settings
  backups: Pick<Backups, 'renew' | 'count'>
  /** The nouns made before this one, in order of creation. */
  nouns: readonly Noun[]
  /** @throws VALIDATION_ERROR */
  read: (text: string) => { number: string; isGroup: boolean }
}

export function createPrivacy(deps: PrivacyDeps) {
  const erase = createErase(deps)
  const retention = createRetention(deps)
  return {
    handlers: { numbers: erase.handlers },
    start(): void {
      erase.resume()
      retention.start()
    },
    stop: retention.stop,
  } satisfies Noun
}
