// Opt-outs: who asked not to be written to.
import * as z from 'zod'
import { Cursor, limit, NumberText, Timestamp } from './common.ts'
import { operation } from './operation.ts'

export const OptOut = z.object({
  number: z.string(),
  /** 'reply' = wrote STOP; 'staff' = added here; 'api' = added by a program. */
  source: z.enum(['reply', 'staff', 'api']),
  note: z.string().nullable(),
  at: Timestamp,
})
export type OptOut = z.infer<typeof OptOut>

export const operations = {
  list: operation('GET /opt-outs', 'read', 'Who must not be written to')
    .input(z.object({ limit: limit(1000, 100), cursor: Cursor.optional() }))
    .output(z.object({ total: z.int(), optOuts: z.array(OptOut), nextCursor: z.string().nullable() })),
  add: operation('POST /opt-outs', 'send', 'Never write to this number')
    .input(z.object({ number: NumberText, note: z.string().max(200).optional() }))
    .output(z.object({ optOut: OptOut })),
  remove: operation('DELETE /opt-outs/{number}', 'admin', 'Allow writing to this number again')
    .input(z.object({ number: NumberText }))
    .output(z.object({ removed: z.int() })),
}
