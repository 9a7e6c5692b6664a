import {
  type Delivery,
  deliver,
  type Fact,
  MOST_TRIES,
  mayTryAgain,
  TRY_WINDOW_MS,
  UNKNOWN_AFTER_MS,
  unknownAt,
} from '@main/engine/messages/state/delivery.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const waiting: Delivery = {
  status: 'pending',
  outcome: null,
  error: null,
  errorCode: null,
  hold: null,
  attempts: 0,
  triesSince: null,
  triedAt: null,
  unconfirmedAt: null,
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

  test('a lost answer leaves it unconfirmed until the server speaks, in whatever way', () => {
    const unconfirmed = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(unconfirmed).toMatchObject({ status: 'processing', outcome: null, unconfirmedAt: 1001 })
    expect(live([{ kind: 'accepted', at: 9 }], unconfirmed)).toMatchObject({ status: 'sent', outcome: null, sentAt: 9 })
    expect(live([{ kind: 'echo', at: 9 }], unconfirmed)).toMatchObject({ status: 'sent', sentAt: 9, deliveredAt: null })
    expect(live([{ kind: 'receipt', receipt: 'read', at: 9 }], unconfirmed)).toMatchObject({
      status: 'sent',
      readAt: 9,
      deliveredAt: 9,
    })
  })

  test('it is unknown only five minutes after the last try', () => {
    const last = live([{ kind: 'claimed' }, { kind: 'tried-again' }, { kind: 'tried-again' }])
    const at = 1002 + UNKNOWN_AFTER_MS
    const givenUp: Fact = { kind: 'given-up', retry: 'resend' }
    expect(unknownAt(last, 'resend', 2000)).toBe(at)
    expect(deliver(last, givenUp, at - 1)).toBe(last)
    expect(deliver(last, givenUp, at)).toMatchObject({ status: 'processing', outcome: 'unknown' })
  })

  test('tries in the future of a clock that was set back are counted from now', () => {
    const last = live([{ kind: 'claimed' }, { kind: 'tried-again' }, { kind: 'tried-again' }])
    expect(unknownAt(last, 'never', 500)).toBe(500)
    const anew = deliver(last, { kind: 'given-up', retry: 'never' }, 500)
    expect(anew).toMatchObject({ outcome: null, triedAt: 500, triesSince: 500 })
    expect(unknownAt(anew, 'never', 500)).toBe(500 + UNKNOWN_AFTER_MS)
  })

  test('while tries are left it is not given up before the day is over', () => {
    const first = live([{ kind: 'claimed' }])
    expect(unknownAt(first, 'resend', 2000)).toBe(1000 + TRY_WINDOW_MS)
    expect(unknownAt(first, 'hold', 2000)).toBe(1000 + UNKNOWN_AFTER_MS)
  })

  test('with hold nothing goes out again unless a person asks', () => {
    const held = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(mayTryAgain(held, 'hold', 2000)).toBe(false)
    const unknown = deliver(held, { kind: 'given-up', retry: 'hold' }, 1000 + UNKNOWN_AFTER_MS)
    const asked = deliver(unknown, { kind: 'resend-asked' }, 9e9)
    expect(mayTryAgain(asked, 'hold', 9e9)).toBe(true)
    expect(mayTryAgain(asked, 'never', 9e9)).toBe(false)
    expect(mayTryAgain(deliver(asked, { kind: 'tried-again' }, 9e9), 'hold', 9e9)).toBe(false)
  })

  test('a person asks again: a new round of tries, and what is unconfirmed stays unconfirmed', () => {
    const unknown = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    const shown = { ...unknown, outcome: 'unknown', attempts: MOST_TRIES }
    const asked = deliver(shown, { kind: 'resend-asked' }, 9e9)
    expect(asked).toMatchObject({ status: 'processing', outcome: null, attempts: 0 })
    const tried = deliver(asked, { kind: 'tried-again' }, 9e9)
    expect(tried).toMatchObject({ attempts: 1, triesSince: 9e9, leftAt: 1000 })
    expect(deliver(tried, { kind: 'not-sent' }, 9e9).status).toBe('processing')
  })

  test('a person says it arrived; only an unknown one can be decided', () => {
    const unconfirmed = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(deliver(unconfirmed, { kind: 'marked-sent' }, 5)).toBe(unconfirmed)
    expect(deliver(unconfirmed, { kind: 'resend-asked' }, 5)).toBe(unconfirmed)
    const marked = deliver({ ...unconfirmed, outcome: 'unknown' }, { kind: 'marked-sent' }, 7000)
    expect(marked).toMatchObject({ status: 'sent', outcome: 'marked-sent', sentAt: 7000 })
    // The server's own proof takes the place of the person's word.
    expect(live([{ kind: 'receipt', receipt: 'delivered', at: 8000 }], marked)).toMatchObject({ outcome: null })
  })

  test('a clock set back asks neither too early nor never', () => {
    const tried = deliver(deliver(waiting, { kind: 'claimed' }, 1e12), { kind: 'no-answer' }, 1e12)
    const now = 1e12 - 365 * TRY_WINDOW_MS
    const anew = deliver(tried, { kind: 'given-up', retry: 'hold' }, now)
    expect(anew).toMatchObject({ outcome: null, triedAt: now })
    expect(deliver(anew, { kind: 'given-up', retry: 'hold' }, now + UNKNOWN_AFTER_MS).outcome).toBe('unknown')
  })

  test('what is held does not go before its time or a word', () => {
    const scheduled: Delivery = { ...waiting, hold: 'schedule' }
    expect(live([{ kind: 'claimed' }], scheduled)).toBe(scheduled)
    expect(live([{ kind: 'due' }, { kind: 'claimed' }], scheduled).status).toBe('processing')
    const late = live([{ kind: 'late' }])
    expect(live([{ kind: 'claimed' }], late)).toBe(late)
    expect(live([{ kind: 'due' }], late)).toBe(late)
    expect(live([{ kind: 'released' }, { kind: 'claimed' }], late).status).toBe('processing')
  })

  test('what the socket certainly did not take waits again and can be stopped', () => {
    const back = live([{ kind: 'claimed' }, { kind: 'not-sent' }])
    expect(back).toEqual(waiting)
    expect(live([{ kind: 'cancelled' }], back).status).toBe('cancelled')
  })

  test('a message whose first try is unknown does not wait again, whatever the second try says', () => {
    const state = live([{ kind: 'claimed' }, { kind: 'no-answer' }, { kind: 'tried-again' }, { kind: 'not-sent' }])
    expect(state).toMatchObject({ status: 'processing', outcome: null, attempts: 1 })
  })

  test('on its way it cannot be cancelled, and what left cannot be put back', () => {
    expect(live([{ kind: 'claimed' }, { kind: 'cancelled' }]).status).toBe('processing')
    expect(live([{ kind: 'cancelled' }, { kind: 'restored' }])).toEqual(waiting)
  })

  test('is tried three times within a day', () => {
    const first = live([{ kind: 'claimed' }, { kind: 'no-answer' }])
    expect(mayTryAgain(first, 'resend', 2000)).toBe(true)
    expect(mayTryAgain(first, 'resend', 1000 + TRY_WINDOW_MS)).toBe(false)
    const last = live([{ kind: 'tried-again' }, { kind: 'tried-again' }], first)
    expect(last.attempts).toBe(MOST_TRIES)
    expect(mayTryAgain(last, 'resend', 2000)).toBe(false)
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
    { kind: 'late' },
    { kind: 'released' },
    { kind: 'given-up', retry: 'hold' },
    { kind: 'resend-asked' },
    { kind: 'marked-sent' },
    { kind: 'rejected', code: '479', reason: 'no' },
    { kind: 'refused', code: 'not-on-whatsapp', reason: 'no' },
  ),
  time.map((at): Fact => ({ kind: 'accepted', at })),
  time.map((at): Fact => ({ kind: 'echo', at })),
  fc
    .tuple(fc.constantFrom('delivered' as const, 'read' as const, 'played' as const), time)
    .map(([receipt, at]): Fact => ({ kind: 'receipt', receipt, at })),
)

const RANK = { pending: 0, cancelled: 0, processing: 1, failed: 2, sent: 3 }

test('no history moves backwards, and sent needs the word of the server or of a person', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fact, fc.nat(UNKNOWN_AFTER_MS)), { maxLength: 30 }), (facts) => {
      let state = waiting
      let hasWord = false
      let now = 1000
      for (const [next, passes] of facts) {
        const before = state
        now += passes
        state = deliver(state, next, now)
        const mayHaveLeft = before.status === 'processing' || before.status === 'failed' || before.status === 'sent'
        if (
          (next.kind === 'marked-sent' && before.outcome === 'unknown') ||
          ((next.kind === 'receipt' || next.kind === 'echo' || next.kind === 'accepted') && mayHaveLeft)
        )
          hasWord = true
        // Only a try that certainly took nothing may be taken back, and only while nothing is unconfirmed.
        if (!(next.kind === 'not-sent' && before.unconfirmedAt === null)) {
          expect(RANK[state.status]).toBeGreaterThanOrEqual(RANK[before.status])
        }
        expect(state.status === 'sent').toBe(hasWord)
        for (const name of ['sentAt', 'deliveredAt', 'readAt', 'unconfirmedAt'] as const) {
          if (before[name] !== null) expect(state[name]).toBe(before[name])
        }
      }
    }),
    { numRuns: 3000 },
  )
})
