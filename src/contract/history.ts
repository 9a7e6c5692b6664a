// The history: the messages that ended, newest first, and their figures.
import * as z from 'zod'
import { DayOrInstant, NumberText, SessionId } from './common.ts'
import { Listing, page, q } from './messages.ts'
import { operation } from './operation.ts'

const HistoryStatus = z.enum(['sent', 'delivered', 'read', 'failed', 'cancelled', 'unknown', 'processing'])

export const HistoryFilter = z.object({
  startDate: DayOrInstant.optional(),
  endDate: DayOrInstant.optional(),
  /** 'delivered' and 'read' are sent ones that got that far. */
  status: HistoryStatus.optional(),
  sessionId: SessionId.optional(),
  number: NumberText.optional(),
  q,
})
export type HistoryFilter = z.infer<typeof HistoryFilter>

export const HistoryCounts = z.object({
  total: z.int(),
  sent: z.int(),
  delivered: z.int(),
  read: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  unknown: z.int(),
})

export const operations = {
  list: operation('GET /history', 'read', 'What became of the messages, newest first', { csv: HistoryFilter })
    .input(HistoryFilter.extend(page))
    .output(Listing),
  counts: operation('page', 'read', 'The figures of the same filters').input(HistoryFilter).output(HistoryCounts),
}
