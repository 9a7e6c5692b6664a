// The version of WhatsApp Web that we say we are. Baileys brings one along; when WhatsApp calls it too old, the present one is
// asked for, at most once a day for all devices, and kept: the next start would be refused with the old one again.
import '../silence-libsignal.ts'
import { DEFAULT_CONNECTION_CONFIG, fetchLatestWaWebVersion, type WAVersion } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Database } from '../../database/open.ts'
import type { Network } from '../network.ts'
import { createStore } from './store.ts'

/** The present version; null = it could not be learnt. */
export type FetchVersion = () => Promise<WAVersion | null>

export interface Version {
  /** The newest known. */
  current(): WAVersion
  /** WhatsApp refused `refused`: resolves with whether there is a newer one to try. Never rejects. */
  refresh(refused: WAVersion): Promise<boolean>
}

const TIMEOUT_MS = 10_000
const ASK_EVERY_MS = 24 * 60 * 60_000

async function fetchReal(): Promise<WAVersion | null> {
  const found = await fetchLatestWaWebVersion({ signal: AbortSignal.timeout(TIMEOUT_MS) })
  return found.isLatest ? found.version : null
}

/** Nothing of a practice profile leaves this PC. */
const fetchNothing: FetchVersion = async () => null

function isNewer(one: WAVersion, other: WAVersion): boolean {
  const at = one.findIndex((part, index) => part !== other[index])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}

export function createVersion(deps: {
  database: Database
  network: Network
  clock: Clock
  log: Log
  fetchVersion?: FetchVersion
}): Version {
  const { database, clock, log } = deps
  const fetch = deps.fetchVersion ?? (deps.network.kind === 'real' ? fetchReal : fetchNothing)
  const store = createStore(database)
  let asking: Promise<void> | null = null

  function current(): WAVersion {
    const brought = DEFAULT_CONNECTION_CONFIG.version
    const row = store.version()
    const kept = row && (row.version.split('.').map(Number) as WAVersion)
    // An update of the program brings a newer one than was once learnt.
    return kept && isNewer(kept, brought) ? kept : brought
  }

  async function ask(): Promise<void> {
    try {
      const found = await fetch()
      if (found === null) log.warn('the present version of WhatsApp Web could not be learnt')
      else await database.commit(() => store.putVersion(found.join('.'), clock.now()))
    } catch (cause) {
      log.warn({ err: cause }, 'the present version of WhatsApp Web could not be learnt')
    }
  }

  return {
    current,
    async refresh(refused) {
      const askedAt = store.version()?.askedAt ?? Number.NEGATIVE_INFINITY
      if (!isNewer(current(), refused) && Math.abs(clock.now() - askedAt) > ASK_EVERY_MS) {
        asking ??= ask().finally(() => {
          asking = null
        })
        await asking
      }
      return isNewer(current(), refused)
    },
  }
}
