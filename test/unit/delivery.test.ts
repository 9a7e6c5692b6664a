import {
  type Delivery,
  deliver,
  type Fact,
  MOST_TRIES,
  mayTryAgain,
  TRY_WINDOW_MS,
} from '@main/engine/messages/delivery.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const waiting: Delivery = {
  status: 'pending',
  outcome: null,
  error: null,
  errorCode: null,
  attempts: 0,
  leftAt: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  endedAt: null,
}

/** Lives through facts, one millisecond apart. */
const live = (facts: Fact[], from = waiting) =>
  facts.reduce((state, fact, index) => deliver(state, fact, 1000 + index), from)

describe('the life of a message', () => {
  test('goes from waiting to read', () => {
    const end = live([
      { kind: 'claimed' },
      { kind: 'accepted', at: 5 },
      { kind: 'receipt', receipt: 'delivered', at: 6 },
      { kind: 'receipt', receipt: 'read', at: 7 },
    ])
    expect(end).toMatchObject({ status: 'sent', sentAt: 5, deliveredAt: 6, readAt: 7, attempts: 1, leftAt: 1000 })
  })

  test('a lost answer is unknown until the server speaks', () => {
    const unknown = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(unknown).toMatchObject({ status: 'processing', outcome: 'unknown' })
    expect(live([{ kind: 'accepted', at: 9 }], unknown)).toMatchObject({ status: 'sent', outcome: null, sentAt: 9 })
    expect(live([{ kind: 'receipt', receipt: 'read', at: 9 }], unknown)).toMatchObject({
      status: 'sent',
      readAt: 9,
      deliveredAt: 9,
    })
  })

  test('what the socket certainly did not take waits again and can be stopped', () => {
    const back = live([{ kind: 'claimed' }, { kind: 'not-sent' }])
    expect(back).toEqual(waiting)
    expect(live([{ kind: 'cancelled' }], back).status).toBe('cancelled')
  })

  test('a message whose first try is unknown does not wait again, whatever the second try says', () => {
    const state = live([{ kind: 'claimed' }, { kind: 'no-answer' }, { kind: 'tried-again' }, { kind: 'not-sent' }])
    expect(state).toMatchObject({ status: 'processing', outcome: 'unknown', attempts: 1 })
  })

  test('on its way it cannot be cancelled, and what left cannot be put back', () => {
    expect(live([{ kind: 'claimed' }, { kind: 'cancelled' }]).status).toBe('processing')
    expect(live([{ kind: 'cancelled' }, { kind: 'restored' }])).toEqual(waiting)
  })

  test('is tried three times within a day', () => {
    const first = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(mayTryAgain(first, 2000)).toBe(true)
    expect(mayTryAgain(first, 1000 + TRY_WINDOW_MS)).toBe(false)
    const last = live([{ kind: 'tried-again' }, { kind: 'tried-again' }], first)
    expect(last.attempts).toBe(MOST_TRIES)
    expect(mayTryAgain(last, 2000)).toBe(false)
  })
})

const time = fc.integer({ min: 1, max: 10_000 })
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.constantFrom<Fact>(
    { kind: 'claimed' },
    { kind: 'tried-again' },
    { kind: 'no-answer' },
    { kind: 'not-sent' },
    { kind: 'cancelled' },
    { kind: 'restored' },
    { kind: 'rejected', code: '479', reason: 'no' },
    { kind: 'refused', code: 'not-on-whatsapp', reason: 'no' },
  ),
  time.map((at): Fact => ({ kind: 'accepted', at })),
  fc
    .tuple(fc.constantFrom('delivered' as const, 'read' as const, 'played' as const), time)
    .map(([receipt, at]): Fact => ({ kind: 'receipt', receipt, at })),
)

const RANK = { pending: 0, cancelled: 0, processing: 1, failed: 2, sent: 3 }

test('no history moves backwards, and sent needs the word of the server', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 30 }), (facts) => {
      let state = waiting
      let hasWord = false
      for (const [index, next] of facts.entries()) {
        const before = state
        state = deliver(state, next, 1000 + index)
        const mayHaveLeft = before.status === 'processing' || before.status === 'failed' || before.status === 'sent'
        if ((next.kind === 'accepted' && before.status === 'processing') || (next.kind === 'receipt' && mayHaveLeft))
          hasWord = true
        if (!(next.kind === 'not-sent' && before.outcome === null)) {
          expect(RANK[state.status]).toBeGreaterThanOrEqual(RANK[before.status])
        }
        expect(state.status === 'sent').toBe(hasWord)
        for (const name of ['sentAt', 'deliveredAt', 'readAt'] as const) {
          if (before[name] !== null) expect(state[name]).toBe(before[name])
        }
      }
    }),
    { numRuns: 3000 },
  )
})
