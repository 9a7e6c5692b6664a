// The same request told twice makes one message: the answer is stored in the messages' own transaction, by key and caller.
import { DakiyaError } from '@contract/errors.ts'
import type { Caller } from '@contract/operation.ts'
import type { Clock } from '../../base/clock.ts'
import type { QueueStore } from './store.ts'

/** A page asks again for a day at most; what it asked under before that is of no use to anybody. */
const PAGE_KEPT_MS = 2 * 24 * 60 * 60_000
const PAGE_SWEPT_EVERY_MS = 60 * 60_000

/** Our own pages share one name: a page that was loaded again asks under the key it had. */
const nameOf = (caller: Caller): string => (caller.kind === 'key' ? caller.keyId : 'page')

export type Idempotency = ReturnType<typeof createIdempotency>

export function createIdempotency(deps: { store: QueueStore; clock: Clock }) {
  const { store, clock } = deps
  let sweptAt = 0

  /** Inside a transaction that writes anyway. */
  function sweepPages(): void {
    const now = clock.now()
    if (Math.abs(now - sweptAt) < PAGE_SWEPT_EVERY_MS) return
    sweptAt = now
    store.sweepAnswers('page', now - PAGE_KEPT_MS)
  }

  return {
    /** The answer given before to this very request, or null. @throws IDEMPOTENCY_MISMATCH when the key came with another one. */
    replay<Answer>(caller: Caller): Answer | null {
      if (!caller.idempotency) return null
      const { key, fingerprint } = caller.idempotency
      const found = store.answer(nameOf(caller), key)
      if (!found) return null
      if (!found.fingerprint.equals(fingerprint)) throw new DakiyaError('IDEMPOTENCY_MISMATCH')
      caller.idempotency.isReplay = true
      return JSON.parse(found.answer) as Answer
    },
    /** Keeps the answer; call it inside the transaction that makes the messages. */
    keep(caller: Caller, answer: unknown): void {
      if (!caller.idempotency) return
      const { key, fingerprint } = caller.idempotency
      store.putAnswer(nameOf(caller), key, fingerprint, JSON.stringify(answer), clock.now())
      if (caller.kind === 'page') sweepPages()
    },
  }
}
