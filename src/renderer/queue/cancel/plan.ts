// Which calls cancel what is selected in the queue: some rows by their ids, all that match, or all that match but a few.
import { BULK_LIMIT } from '@contract/messages.ts'
import type { QueueFilter } from '../filter.ts'

interface Selected {
  isAll: boolean
  /** Row ids; with `isAll` the ones left out. */
  ids: ReadonlySet<string>
}

export type CancelInput = QueueFilter & { queueIds?: number[]; all?: true }

/** Inputs of `queue.clear`, one call each; null when the ids of all that match must be read first (`selectedIds`). */
export function cancelPlan(selection: Selected, filter: QueueFilter): CancelInput[] | null {
  if (!selection.isAll) return inBatches([...selection.ids].map(Number))
  return selection.ids.size === 0 ? [{ ...filter, all: true }] : null
}

/** The calls for these; none for none. */
export function inBatches(queueIds: readonly number[]): CancelInput[] {
  const calls: CancelInput[] = []
  for (let from = 0; from < queueIds.length; from += BULK_LIMIT)
    calls.push({ queueIds: queueIds.slice(from, from + BULK_LIMIT) })
  return calls
}
