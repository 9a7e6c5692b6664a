// Cancelling many at once: what is selected, or the whole queue. It acts in the engine at once; Undo puts the same
// messages back in their places. What had gone by then is said where it was asked for.
import { useMutation } from '@tanstack/react-query'
import { client } from '../../client/client.ts'
import { reread } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useUndo } from '../../client/undo.ts'
import { useText } from '../../i18n/text.tsx'
import type { Selection } from '../../ui/table/selection.ts'
import type { QueueFilter } from '../filter.ts'
import { type CancelInput, cancelPlan, inBatches } from './plan.ts'
import { selectedIds } from './selected-ids.ts'

export interface Cancel {
  /** `wanted`: how many rows that are. */
  many(selection: Selection, filter: QueueFilter, wanted: number): void
  isBusy: boolean
}

/** @param say shows why something was not cancelled, near the list; null takes it away */
export function useCancel(say: (problem: string | null) => void): Cancel {
  const text = useText()
  const undo = useUndo()
  const sentence = useRefusalText()
  const work = useMutation({
    mutationFn: async (asked: { selection: Selection; filter: QueueFilter; wanted: number }) => {
      const { selection, filter } = asked
      const calls = cancelPlan(selection, filter) ?? inBatches(await selectedIds(selection, filter))
      return await cancelAll(calls)
    },
    onMutate: () => say(null),
    onSuccess: (queueIds, { wanted }) => {
      const count = queueIds.length
      if (count > 0)
        undo(
          text('messages.cancelled', { count }),
          () => client.queue.restore({ queueIds }),
          'queue',
          'history',
          'messages',
        )
      if (count < wanted) say(text('queue.not-cancelled', { count: wanted - count }))
    },
    onError: (error) => say(sentence(error)),
    onSettled: () => reread('queue', 'history', 'messages'),
  })
  return {
    many: (selection, filter, wanted) => !work.isPending && work.mutate({ selection, filter, wanted }),
    isBusy: work.isPending,
  }
}

async function cancelAll(calls: readonly CancelInput[]): Promise<number[]> {
  const cancelled: number[] = []
  for (const call of calls) cancelled.push(...(await client.queue.clear(call)).queueIds)
  return cancelled
}
