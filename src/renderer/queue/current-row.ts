// Rows that have left the queue but are still on screen, greyed, because nothing may move under the reader: they say what
// became of them instead of when they would leave.
import type { Message } from '@contract/messages.ts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useEvent } from '../client/events.ts'

/** Nobody has more of them on screen. */
const MOST = 500
const GATHER_MS = 200

/**
 * The row as it is now.
 * @param listed the rows that the queue has; any other row shown is one that has left
 */
export function useCurrentRow(listed: readonly Message[]): (row: Message) => Message {
  const ids = useMemo(() => new Set(listed.map(({ queueId }) => queueId)), [listed])
  const gathered = useRef(new Map<number, Message>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [gone, setGone] = useState<ReadonlyMap<number, Message>>(new Map())
  useEvent('message.changed', (message) => {
    const known = gathered.current
    known.delete(message.queueId)
    if (message.status !== 'pending') known.set(message.queueId, message)
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break
      known.delete(oldest)
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      setGone(new Map(known))
    }, GATHER_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback((row) => (ids.has(row.queueId) ? row : (gone.get(row.queueId) ?? row)), [ids, gone])
}
