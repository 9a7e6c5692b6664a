// Follows the messages of a batch: from the news as they come, and by asking again where news may have been missed.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useConnection } from '../../client/client.ts'
import { useEvent } from '../../client/events.ts'
import { useFollowMessages } from '../../messages/list/follow.ts'
import { type Batch, readSendStatuses, type SendStatus, sendStatuses } from './batch.ts'

const FEW = 1_000
const OFTEN_MS = 3_000
const SELDOM_MS = 20_000

export interface BatchStatus {
  counts: Record<SendStatus, number>
  /** Ids of those that can still be stopped. */
  waiting: number[]
  /** false until it was asked once. */
  isKnown: boolean
}

export function useBatchStatus(batch: Batch): BatchStatus & { reread: () => void } {
  const [known, setKnown] = useState<ReadonlyMap<number, SendStatus> | null>(null)
  const [asked, ask] = useState(0)
  const isOpen = useConnection().kind === 'open'
  const ours = useMemo(() => new Set(batch.queueIds), [batch])
  const reread = useCallback(() => ask((before) => before + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking counts.
  useEffect(() => {
    if (!isOpen) return
    const stop = new AbortController()
    readSendStatuses(batch, stop.signal)
      .then((found) => !stop.signal.aborted && setKnown(found))
      // The connection broke; it is asked again when it is back.
      .catch(() => undefined)
    return () => stop.abort()
  }, [batch, asked, isOpen])

  useEvent('message.changed', ({ queueId, status }) => {
    if (ours.has(queueId)) setKnown((before) => before && new Map(before).set(queueId, sendStatuses[status]))
  })
  const state = useMemo(() => summed(batch, known), [batch, known])
  const isOver = state.isKnown && state.counts.waiting + state.counts.sending === 0
  useFollowMessages(
    () => {
      if (!isOver) reread()
    },
    batch.queueIds.length > FEW ? SELDOM_MS : OFTEN_MS,
  )
  return { ...state, reread }
}

/** One that is in neither list yet is on its way from one to the other. */
function summed({ queueIds }: Batch, known: ReadonlyMap<number, SendStatus> | null): BatchStatus {
  const counts: Record<SendStatus, number> = { waiting: 0, sending: 0, sent: 0, failed: 0, cancelled: 0 }
  const waiting: number[] = []
  for (const queueId of queueIds) {
    const status = known === null ? 'waiting' : (known.get(queueId) ?? 'sending')
    counts[status]++
    if (status === 'waiting') waiting.push(queueId)
  }
  return { counts, waiting, isKnown: known !== null }
}
