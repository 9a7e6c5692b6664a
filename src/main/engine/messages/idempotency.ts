// The same request told twice makes one message: the answer is stored in the messages' own transaction, by key and caller.
import { DakiyaError } from '@contract/errors.ts'
import type { Caller } from '@contract/operation.ts'
import type { Clock } from '../base/clock.ts'
import type { Database } from '../database/open.ts'

/** Our own pages share one name: a page that was loaded again asks under the key it had. */
const nameOf = (caller: Caller): string => (caller.kind === 'key' ? caller.keyId : 'page')

export type Idempotency = ReturnType<typeof createIdempotency>

export function createIdempotency(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps
  const find = database.prepare<{ fingerprint: Buffer; answer: string }>(
    'SELECT fingerprint, answer FROM idempotency WHERE key_id = ? AND key = ?',
  )
  const insert = database.prepare('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')

  return {
    /** The answer given before to this very request, or null. @throws IDEMPOTENCY_MISMATCH when the key came with another one. */
    replay<Answer>(caller: Caller): Answer | null {
      if (!caller.idempotency) return null
      const { key, fingerprint } = caller.idempotency
      const found = find.get(nameOf(caller), key)
      if (!found) return null
      if (!found.fingerprint.equals(fingerprint)) throw new DakiyaError('IDEMPOTENCY_MISMATCH')
      caller.idempotency.isReplay = true
      return JSON.parse(found.answer) as Answer
    },
    /** Keeps the answer; call it inside the transaction that makes the messages. */
    keep(caller: Caller, answer: unknown): void {
      if (!caller.idempotency) return
      const { key, fingerprint } = caller.idempotency
      insert.run(nameOf(caller), key, fingerprint, JSON.stringify(answer), clock.now())
    },
  }
}
