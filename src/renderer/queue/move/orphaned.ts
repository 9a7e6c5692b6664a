// Messages that wait for a device that was removed: nobody names it any more, so they are found by their rows.
import { useQuery } from '@tanstack/react-query'
import { client } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'

const ROWS_A_READ = 1_000

export interface Orphaned {
  sessionId: string
  count: number
}

/** The removed devices that messages still wait for; empty while there is none, or it is not known yet. */
export function useOrphaned(): readonly Orphaned[] {
  const waiting = useOperation('queue', 'summary', {}).data?.waiting ?? 0
  const devices = useOperation('devices', 'list', {}).data?.devices
  const known = devices?.map(({ sessionId }) => sessionId).sort() ?? []
  const counted = devices?.reduce((sum, { inQueue }) => sum + inQueue, 0) ?? waiting
  // The two figures are told one after the other; what differs for a moment only is read once and found to be nothing.
  const found = useQuery({
    queryKey: ['queue', 'orphaned', known] as const,
    queryFn: () => orphanedBut(new Set(known)),
    enabled: devices !== undefined && waiting > counted,
    refetchInterval: 10_000,
  })
  return waiting > counted ? (found.data ?? []) : []
}

async function orphanedBut(known: ReadonlySet<string>): Promise<Orphaned[]> {
  const counts = new Map<string, number>()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.queue.list>> = await client.queue.list({
      waitingFor: 'device',
      limit: ROWS_A_READ,
      ...(cursor !== null && { cursor }),
    })
    for (const { sessionId } of page.messages)
      if (!known.has(sessionId)) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1)
    cursor = page.nextCursor
  } while (cursor !== null)
  return [...counts].map(([sessionId, count]) => ({ sessionId, count }))
}
