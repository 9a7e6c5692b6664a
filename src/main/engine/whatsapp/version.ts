// The version of WhatsApp Web that we say we are. Baileys brings one along; when WhatsApp calls it too old, the present one is
// asked for once, for all devices.
import './quiet.ts'
import { fetchLatestWaWebVersion, type WAVersion } from '@whiskeysockets/baileys'
import type { Log } from '../base/log.ts'
import type { Network } from './network.ts'

export interface Version {
  /** null = the one that Baileys brings along. */
  current: WAVersion | null
  refresh(): Promise<void>
}

const TIMEOUT_MS = 10_000

export function createVersion(network: Network, log: Log): Version {
  const version: Version = {
    current: null,
    async refresh() {
      if (network.kind === 'practice') return // nothing of a practice profile leaves this PC
      const found = await fetchLatestWaWebVersion({ signal: AbortSignal.timeout(TIMEOUT_MS) })
      if (found.isLatest) version.current = found.version
      else log.warn('the present version of WhatsApp Web could not be learnt')
    },
  }
  return version
}
