// Asking WhatsApp about recipients before their turn: which numbers exist, and, without a delay, their devices and keys.
// With a delay only those are asked about that leave within a minute: mass look-ups cost people their number.
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import type { Row } from '../state/row.ts'
import type { SendingStore } from './store.ts'
import type { Lookup, Transport } from './transport.ts'

/** Numbers asked in one query at most. */
const MOST_ASKED = 50
/** Recipients made ready ahead of their turn, and how many leave before the next look. */
const READY_AHEAD = 64
const LOOK_EVERY = 24
const SOON_MS = 60_000

export interface Registrations {
  known(number: string): { onWhatsApp: boolean; address: string | null } | null
  remember(lookups: ReadonlyMap<string, Lookup>): Promise<void>
}

export interface AheadDeps {
  deviceId: string
  store: SendingStore
  transport: Transport
  pacer: Pacer
  clock: Clock
  log: Log
  isGroup: (number: string) => boolean
  registrations: Registrations
}

export type Ahead = ReturnType<typeof createAhead>

export function createAhead(deps: AheadDeps) {
  const { deviceId, store, transport, pacer, clock, log, isGroup, registrations } = deps
  /** Questions under way, by number, so that nobody is asked about twice at once. */
  const asking = new Map<string, Promise<void>>()
  let leftSinceLook = LOOK_EVERY
  let isLooking = false

  const isUnknown = (number: string) => !isGroup(number) && !asking.has(number) && !registrations.known(number)

  /** How many of the next messages may be asked about. */
  function most(): number {
    if (!pacer.isPaced()) return MOST_ASKED
    const now = clock.now()
    let count = 1
    while (count < MOST_ASKED && pacer.forecast(count, now) - now <= SOON_MS) count += 1
    return count
  }

  async function ask(numbers: string[]): Promise<void> {
    const answer = transport.lookup(deviceId, numbers).then((lookups) => registrations.remember(lookups))
    for (const number of numbers) asking.set(number, answer)
    try {
      await answer
    } finally {
      for (const number of numbers) asking.delete(number)
    }
  }

  /** Numbers, then devices and keys, of those whose turn comes soon. */
  async function makeReady(): Promise<void> {
    const rows = store.pending(deviceId, READY_AHEAD)
    const numbers = [...new Set(rows.map((row) => row.number))].filter((number) => !isGroup(number))
    const unknown = numbers.filter(isUnknown).slice(0, MOST_ASKED)
    if (unknown.length > 0) await ask(unknown)
    const addresses = numbers.flatMap((number) => registrations.known(number)?.address ?? [])
    await transport.prepareAhead?.(deviceId, addresses)
  }

  return {
    /** Makes `known` know the recipient, with others whose turn comes soon. @throws what the connection throws */
    async need(row: Row): Promise<void> {
      const running = asking.get(row.number)
      if (running) return running
      const others = store.pending(deviceId, most()).map((other) => other.number)
      await ask([...new Set([row.number, ...others.filter(isUnknown)])])
    },
    /** A message goes; from time to time this looks ahead. Never rejects and is not waited for. */
    look(): void {
      leftSinceLook += 1
      if (isLooking || leftSinceLook < LOOK_EVERY || pacer.isPaced()) return
      leftSinceLook = 0
      isLooking = true
      makeReady()
        .catch((cause) => log.debug({ err: cause }, 'nobody could be asked ahead'))
        .then(() => {
          isLooking = false
        })
    },
  }
}
