// Stats: what went out in a period, by day and by device.
import * as z from 'zod'
import { DayOrInstant } from './common.ts'
import { operation } from './operation.ts'

const Day = z.object({ date: z.iso.date(), sent: z.int(), failed: z.int() })

export const operations = {
  get: operation('GET /stats', 'read', 'The figures of a period')
    .input(z.object({ from: DayOrInstant.optional(), to: DayOrInstant.optional() }))
    .output(
      z.object({
        devices: z.int(),
        connected: z.int(),
        sent: z.int(),
        sentTotal: z.int(),
        inQueue: z.int(),
        failed: z.int(),
        delivered: z.int(),
        read: z.int(),
        byDate: z.array(Day),
        byDevice: z.array(z.object({ sessionId: z.string(), name: z.string(), sent: z.int(), failed: z.int() })),
      }),
    ),
}
