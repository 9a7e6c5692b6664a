// Keys: what lets a program on this PC use the REST API.
import * as z from 'zod'
import { Scope, Timestamp } from './common.ts'
import { operation } from './operation.ts'

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, so that people can tell keys apart. */
  startsWith: z.string(),
  scopes: z.array(Scope),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
  /** Messages queued with it. */
  messages: z.int(),
})
export type Key = z.infer<typeof Key>

export const operations = {
  list: operation('GET /keys', 'admin', 'All keys')
    .input(z.object({}))
    .output(z.object({ keys: z.array(Key) })),
  create: operation('POST /keys', 'admin', 'Make a key', { status: 201 })
    .input(
      z.object({
        name: z.string().trim().min(1, 'Give the key a name.').max(60, 'The name may have 60 characters.'),
        scopes: z.array(Scope).min(1, 'Choose at least one thing the key may do.').default(['send', 'read']),
      }),
    )
    // The secret is shown once and never kept.
    .output(z.object({ key: Key, secret: z.string() })),
  revoke: operation('DELETE /keys/{id}', 'admin', 'Refuse a key from now on')
    .input(z.object({ id: z.string().max(64) }))
    .output(z.object({ revoked: z.int() })),
}
