// The ids behind a selection of the queue: the rows picked, or all that match but those left out.
import { client } from '../../client/client.ts'
import type { Selection } from '../../ui/table/selection.ts'
import type { QueueFilter } from '../filter.ts'

const IDS_A_READ = 1_000

/** Reads the queue where all that match are meant. */
export async function selectedIds(selection: Selection, filter: QueueFilter): Promise<number[]> {
  if (!selection.isAll) return [...selection.ids].map(Number)
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
  return ids.filter((id) => !selection.ids.has(String(id)))
}
