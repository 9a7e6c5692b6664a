// What was last sent one by one: the newest of this window, filled up from the history.
import { useMemo } from 'react'
import { create } from 'zustand'
import { useOperation } from '../client/queries.ts'

const SHOWN = 5

/** Ids of messages queued on Send since the window opened, newest first. */
export const useLastSent = create<{ ids: readonly number[]; add: (queueId: number) => void }>()((set) => ({
  ids: [],
  add: (queueId) => set(({ ids }) => ({ ids: [queueId, ...ids].slice(0, SHOWN) })),
}))

/** The ids of the last five, newest first. */
export function useLastFive(): number[] {
  const { ids } = useLastSent()
  const history = useOperation('history', 'list', { limit: 20 }).data?.messages
  return useMemo(() => {
    const before = history?.filter(({ queuedBy }) => queuedBy === 'page').map(({ queueId }) => queueId) ?? []
    return [...new Set([...ids, ...before])].sort((a, b) => b - a).slice(0, SHOWN)
  }, [ids, history])
}
