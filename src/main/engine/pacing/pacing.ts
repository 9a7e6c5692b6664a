// The pace of each device, begun when it is first asked for, under the rules that are in force for it; and the ledger of what
// went out, which whoever sends writes to.
import type { DeviceLimits, Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Database } from '../database/open.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createPacer, type Pacer, type Rules } from './pacer.ts'

export type { Ledger } from './ledger.ts'
export { dayOf } from './pace.ts'
export type { Pacer } from './pacer.ts'

export function createPacing(deps: {
  database: Database
  limitsOf: (deviceId: string) => DeviceLimits | undefined
  settings: () => Settings
  random: Random
  clock: Clock
}): { of: (deviceId: string) => Pacer; ledger: Ledger } {
  const { database, limitsOf, settings, random, clock } = deps
  const ledger = createLedger({ database, clock })
  const pacers = new Map<string, Pacer>()

  /** A device's own values where it has any, else the shared ones, asked anew each time. */
  function rulesOf(deviceId: string): Rules {
    const shared = settings()
    const own = limitsOf(deviceId)
    return {
      delayMinSeconds: own?.delayMinSeconds ?? shared.delayMinSeconds,
      delayMaxSeconds: own?.delayMaxSeconds ?? shared.delayMaxSeconds,
      hourlyLimit: own?.hourlyLimit ?? shared.hourlyLimit,
      dailyLimit: own?.dailyLimit ?? shared.dailyLimit,
      typing: own?.typing ?? shared.typing,
    }
  }

  function of(deviceId: string): Pacer {
    const known = pacers.get(deviceId)
    if (known) return known
    const pacer = createPacer({ sentTimes: ledger, deviceId, rules: () => rulesOf(deviceId), random, clock })
    pacers.set(deviceId, pacer)
    return pacer
  }

  return { of, ledger }
}
