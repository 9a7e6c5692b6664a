// What was last sent one by one: the strip under the form, the newest of this window filled up from the history, each with
// its state as it changes.
import { useMemo } from 'react'
import { Link } from 'react-router'
import { create } from 'zustand'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { useDeviceNames } from '../messages/device-names.ts'
import { MessageLine } from '../messages/list/line.tsx'
import { MessagePill, useMessageSentence } from '../messages/state.tsx'
import { Section } from '../ui/page/page.tsx'
import { PhoneNumber, phoneText } from '../ui/phone/number.tsx'

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

export function LastSent() {
  const text = useText()
  const ids = useLastFive()
  if (ids.length === 0) return null
  return (
    <Section title={text('send.last')}>
      <ul className="overflow-hidden rounded-card border bg-surface">
        {ids.map((queueId) => (
          <LastOne key={queueId} queueId={queueId} />
        ))}
      </ul>
    </Section>
  )
}

function LastOne({ queueId }: { queueId: number }) {
  const text = useText()
  const say = useMessageSentence()
  const { nameOf } = useDeviceNames()
  const message = useOperation('messages', 'get', { queueId }).data?.message
  if (message === undefined) return null
  const isOver = message.status !== 'pending' && message.status !== 'processing'
  return (
    <li className="border-t first:border-t-0">
      <Link
        to={`/${isOver ? 'history' : 'queue'}?message=${queueId}`}
        aria-label={text('send.open', { number: phoneText(message.number) })}
        className="ring-inside flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5 hover:bg-sunken"
      >
        <PhoneNumber value={message.number} />
        <span className="min-w-0 flex-1 basis-40 truncate text-ink-2">
          <MessageLine message={message} />
        </span>
        <span className="flex flex-wrap items-center gap-2">
          <span className="text-pill text-ink-2">{say(message, nameOf(message.sessionId))}</span>
          <MessagePill message={message} />
        </span>
      </Link>
    </li>
  )
}
