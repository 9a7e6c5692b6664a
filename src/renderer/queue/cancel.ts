// Cancelling many at once: what is selected, or the whole queue. It acts in the engine at once; Undo puts the same
// messages back in their places. What had gone by then is said where it was asked for.
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useUndo } from '../shell/undo.ts'
import type { Selection } from '../ui/table/selection.ts'
import { useRefusalText } from '../words/refusal-text.ts'
import { useText } from '../words/text.tsx'
import { allBut, type CancelInput, cancelPlan } from './cancel-plan.ts'
import type { QueueFilter } from './queue-filter.ts'

const IDS_A_READ = 1_000

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
      const calls = cancelPlan(selection, filter) ?? allBut(await idsOf(filter), selection.ids)
      return await cancelAll(calls)
    },
    onMutate: () => say(null),
    onSuccess: (queueIds, { wanted }) => {
      const count = queueIds.length
      if (count > 0)
        undo(
          text('message.cancelled', { count }),
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

async function idsOf(filter: QueueFilter): Promise<number[]> {
  const ids: number[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.queue.list>> = await client.queue.list({
      ...filter,
      limit: IDS_A_READ,
      ...(cursor !== null && { cursor }),
    })
    ids.push(...page.messages.map((message) => message.queueId))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}
