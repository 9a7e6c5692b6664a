// The strip under the form: the last five messages, each with its state as it changes.
import { Link } from 'react-router'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { useDeviceNames } from '../messages/device-names.ts'
import { MessageLine } from '../messages/list/line.tsx'
import { MessagePill } from '../messages/pill.tsx'
import { useMessageSentence } from '../messages/state.ts'
import { Section } from '../ui/page/page.tsx'
import { PhoneNumber, phoneText } from '../ui/phone/number.tsx'
import { useLastFive } from './last-sent.ts'

export function LastFive() {
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
