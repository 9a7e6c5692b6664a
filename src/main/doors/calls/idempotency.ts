// What makes one request out of the same one told twice: the caller's key, and a print of what was asked under it.
// Programs send it as a header of HTTP, our own pages as a header of their call.
import { createHash } from 'node:crypto'
import { DakiyaError } from '@contract/errors.ts'
import type { Once } from '@contract/operation.ts'

const KEY_LIMIT = 255

/**
 * @param value of the header `Idempotency-Key`
 * @param parts of the request that must be the same
 * @throws DakiyaError VALIDATION_ERROR when the key is empty or too long
 */
export function onceOf(value: string | readonly string[], parts: readonly (string | Uint8Array)[]): Once {
  const key = typeof value === 'string' ? value.trim() : ''
  if (key === '' || key.length > KEY_LIMIT)
    throw new DakiyaError('VALIDATION_ERROR', `An Idempotency-Key has 1 to ${KEY_LIMIT} characters.`, {
      field: 'Idempotency-Key',
    })
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return { key, fingerprint: hash.digest() }
}
