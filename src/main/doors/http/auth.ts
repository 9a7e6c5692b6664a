// Auth: which key calls, and whether it may. Failures are throttled for all callers together, because all of them are
// 127.0.0.1; a valid key is never held up by somebody else's wrong ones.
import type { IncomingHttpHeaders } from 'node:http'
import { Scope } from '@contract/common.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { OperationMeta } from '@contract/operation.ts'
import type { Engine } from '../../engine/engine.ts'

export type Key = NonNullable<ReturnType<Engine['keys']['check']>>

/** Wrong keys answered with 401 in any one second; further ones get 429. */
const FAILURES_A_SECOND = 10

export interface Auth {
  /** @throws DakiyaError UNAUTHORIZED, or RATE_LIMITED after too many failures */
  keyOf(headers: IncomingHttpHeaders): Key
}

export function createAuth(keys: Engine['keys'], now: () => number = Date.now): Auth {
  let second = 0
  let failures = 0

  function fail(): never {
    const current = Math.floor(now() / 1000)
    if (current !== second) failures = 0
    second = current
    failures += 1
    if (failures > FAILURES_A_SECOND)
      throw new DakiyaError('RATE_LIMITED', 'Too many wrong API keys. Wait a second and try again.', {
        details: { retryAfterSeconds: 1 },
      })
    throw new DakiyaError('UNAUTHORIZED', 'Invalid API key')
  }

  return {
    keyOf(headers) {
      const secret = secretOf(headers)
      return (secret === null ? null : keys.check(secret)) ?? fail()
    },
  }
}

function secretOf(headers: IncomingHttpHeaders): string | null {
  const own = headers['x-api-key']
  if (own !== undefined) return typeof own === 'string' ? own.trim() : null
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? []
  return bearer ?? null
}

/** @throws DakiyaError FORBIDDEN when the key lacks the scope, or one of them where it needs every one */
export function demandScope({ scopes }: Key, needed: OperationMeta['scope']): void {
  const missing = (needed === 'every' ? Scope.options : [needed]).find((scope) => !scopes.includes(scope))
  if (missing !== undefined)
    throw new DakiyaError('FORBIDDEN', `This key may not do this; it needs the scope "${missing}".`)
}
