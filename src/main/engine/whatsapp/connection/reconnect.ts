// Whether and when a connection that closed comes back: counts the tries since the last one that held, asks close-codes.ts what
// follows, and waits.
import type { WAVersion } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { LinkNews } from '../../devices/devices.ts'
import { type End, isPassing, nextStep, type Step } from './close-codes.ts'
import type { Version } from './version.ts'

/** A connection that held this long forgets earlier failures. */
const HELD_MS = 30_000

export interface Reconnect {
  /** It is open now. */
  opened(): void
  /** It has closed; `used` is the version that it was opened with. */
  closed(end: End, known: { isLinked: boolean; wasScanned: boolean; used: WAVersion }): void
  /** Earlier failures count no more. */
  forget(): void
  /** Nothing that is waited for happens any more. */
  cancel(): void
}

const fresh = () => ({ attempt: 0, replaced: 0, strange: 0, hasFreshVersion: false })

export function createReconnect(deps: {
  clock: Clock
  random: Random
  log: Log
  version: Version
  /** The longest back-off. */
  mostMs: number
  tell: (news: LinkNews) => void
  connect: () => void
  /** It does not come back by itself. */
  stop: () => void
}): Reconnect {
  const { clock, random, log, tell } = deps
  let tries = fresh()
  let callOff: () => void = () => undefined

  function later(ms: number, work: () => void): void {
    callOff()
    callOff = clock.after(ms, work)
  }

  function forget(): void {
    tries = fresh()
  }

  function take(step: Step, used: WAVersion): void {
    if (step.do === 'reconnect') {
      // The restart after a scan is part of linking; nobody needs to hear of it.
      if (step.afterMs > 0) tell({ kind: 'offline', retryAt: clock.now() + step.afterMs })
      later(step.afterMs, deps.connect)
    } else if (step.do === 'refresh-version') {
      tries.hasFreshVersion = true
      let isCalledOff = false
      callOff()
      callOff = () => {
        isCalledOff = true
      }
      void deps.version.refresh(used).then((hasNewer) => {
        if (!isCalledOff) take(hasNewer ? { do: 'reconnect', afterMs: 0 } : { do: 'stop', why: 'outdated' }, used)
      })
    } else {
      deps.stop()
      forget()
      if (step.why === 'stopped') tell({ kind: 'stopped', code: step.code })
      else if (step.why !== 'banned') tell({ kind: step.why })
      else tell({ kind: 'banned', until: step.seconds === null ? null : clock.now() + step.seconds * 1000 })
    }
  }

  return {
    opened: () => later(HELD_MS, forget),
    closed(end, { used, ...known }) {
      const { code } = end
      const step = nextStep({ ...end, ...known, ...tries }, random.next(), deps.mostMs)
      log.info({ closeCode: code, next: step.do }, 'the connection closed')
      tries.attempt += 1
      if (code === 440) tries.replaced += 1
      if (!isPassing(code)) tries.strange += 1
      take(step, used)
    },
    forget,
    cancel: () => callOff(),
  }
}
