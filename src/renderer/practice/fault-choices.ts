// The faults that the page offers, and how each is ordered. What the network can do beyond them is for tests.
import type { Inputs } from '@contract/index.ts'

/** Goes on until it is switched off. */
const MANY = 100_000
const HOUR_MS = 3_600_000

type Order = Inputs['practice']['fault']

const all = {
  drop: { kind: 'drop', when: 'message', probability: 0.2, count: MANY },
  stall: { kind: 'stall', when: 'message', probability: 0.1, count: MANY },
  slow: { kind: 'slow-ack', afterMs: 5_000 },
  silent: { kind: 'no-ack', probability: 0.5 },
  reorder: { kind: 'reorder-acks' },
  strangers: { kind: 'reachout-timelock', afterMs: HOUR_MS },
  refuse: { kind: 'ack-error', code: 479 },
  files: { kind: 'media-refused' },
  questions: { kind: 'rate-overlimit' },
  again: { kind: 'retry-receipt', probability: 0.5 },
  nonsense: { kind: 'garbage', when: 'message', probability: 0.1, count: MANY },
  ban: { kind: 'banned', code: 402, afterMs: HOUR_MS },
  elsewhere: { kind: 'replaced' },
  removed: { kind: 'logged-out' },
} as const satisfies Record<string, Order>

export interface FaultChoice {
  name: keyof typeof all
  order: Order
  /** Happens once at a press; everything else is switched on and off. */
  isOnce: boolean
}

export const faultChoices: readonly FaultChoice[] = Object.entries(all).map(([name, order]) => ({
  name: name as FaultChoice['name'],
  order,
  isOnce: name === 'elsewhere' || name === 'removed',
}))
