// What is kept of requests that must be done once: for programs for good, for our own pages two days.
import type { Caller } from '@contract/operation.ts'
import { createIdempotency } from '@main/engine/messages/queue/idempotency.ts'
import { createQueueStore } from '@main/engine/messages/queue/store.ts'
import { expect, test } from 'vitest'
import { handClock, scratchDatabase } from '../../support/scratch.ts'

const DAY_MS = 24 * 60 * 60_000
const asked = (key: string, print = 1) => ({ key, fingerprint: new Uint8Array(32).fill(print) })
const page = (key: string, print?: number): Caller => ({ kind: 'page', idempotency: asked(key, print) })
const till = (key: string): Caller => ({ kind: 'key', keyId: 'k1', name: 'Till', scopes: [], idempotency: asked(key) })

test('the same wish of a page is answered from memory; another one under its key is refused', () => {
  const idempotency = createIdempotency({ store: createQueueStore(scratchDatabase()), clock: handClock() })
  const caller = page('wish')
  expect(idempotency.replay(caller)).toBeNull()
  idempotency.keep(caller, { queueId: 7 })
  expect(idempotency.replay(page('wish'))).toEqual({ queueId: 7 })
  expect(idempotency.replay(till('wish'))).toBeNull()
  expect(idempotency.replay({ kind: 'page' })).toBeNull()
  expect(() => idempotency.replay(page('wish', 2))).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_MISMATCH' }))
})

test('what pages asked is forgotten after two days, what programs asked is not', () => {
  const clock = handClock()
  const idempotency = createIdempotency({ store: createQueueStore(scratchDatabase()), clock })
  idempotency.keep(page('old'), 1)
  idempotency.keep(till('old'), 1)
  clock.pass(DAY_MS)
  idempotency.keep(page('new'), 2)
  expect(idempotency.replay(page('old'))).toBe(1)
  clock.pass(1.5 * DAY_MS)
  idempotency.keep(page('newest'), 3)
  expect([idempotency.replay(page('old')), idempotency.replay(page('new')), idempotency.replay(till('old'))]).toEqual([
    null,
    2,
    1,
  ])
})
