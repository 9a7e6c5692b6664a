// Queueing what is ready, in one call. What the engine does not take is told with its line; the rest goes all the same.
import { BULK_LIMIT } from '@contract/messages.ts'
import { useMutation } from '@tanstack/react-query'
import { client, idempotentCall } from '../../client/client.ts'
import { reread } from '../../client/queries.ts'
import type { CheckedRow } from '../check/check.ts'
import { startOver } from '../list/list.ts'
import { useBatch } from './batch.ts'

/** What one call to the engine carries at most. */
export const LARGEST_CALL_BYTES = 15 * 1024 * 1024

/** As the engine takes it: digits with their country code, or a group's id. */
const toSend = (number: string) => (/^\d+$/.test(number) ? `+${number}` : number)

export function useQueueRows() {
  const queue = useMutation({
    mutationFn: async ({ rows, from }: { rows: readonly CheckedRow[]; from: string }) => {
      const messages = rows.map(({ number, text }) => ({
        number: toSend(number ?? ''),
        message: text,
        ...(from !== '' && { sessionId: from }),
      }))
      const list = { messages }
      return idempotentCall('messages.sendBulk', list, (context) => client.messages.sendBulk(list, { context }))
    },
    onSuccess: ({ queueIds, errors = [] }, { rows }) => {
      const refused = errors.flatMap(({ index, error }) => {
        const row = rows[index]
        return row === undefined ? [] : [{ line: row.line, written: row.written, text: row.text, reason: error }]
      })
      useBatch.getState().set({ queueIds, queuedAt: Date.now(), refused })
      startOver()
      reread('queue', 'history')
    },
  })
  return queue
}

/** Why this many rows cannot go in one call; null when they can. */
export function overLimit(rows: readonly CheckedRow[]): 'rows' | 'bytes' | null {
  if (rows.length > BULK_LIMIT) return 'rows'
  // Three bytes hold any letter that one unit of a string stands for.
  const most = rows.reduce((sum, { text }) => sum + text.length * 3 + 80, 0)
  if (most <= LARGEST_CALL_BYTES) return null
  const bytes = new Blob(rows.map(({ text }) => text)).size + rows.length * 80
  return bytes > LARGEST_CALL_BYTES ? 'bytes' : null
}
