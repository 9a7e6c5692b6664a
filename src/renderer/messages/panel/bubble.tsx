// A message as the recipient's phone shows it, with its file as long as we keep it.
import type { Message } from '@contract/messages.ts'
import { type ReactNode, useState } from 'react'
import { fileUrl } from '../../client/files.ts'
import { useText } from '../../i18n/text.tsx'
import { Bubble, BubbleFile, type Ticks } from '../../ui/bubble/bubble.tsx'
import { Time } from '../../ui/time/time.tsx'
import { type MessageStateName, messageState } from '../state.tsx'

const ticks: Partial<Record<MessageStateName, Ticks>> = {
  waiting: 'waiting',
  'on-hold': 'waiting',
  sending: 'waiting',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
}

export function MessageBubble({ message }: { message: Message }) {
  const state = messageState(message)
  const mark = ticks[state.name]
  return (
    <Bubble
      text={message.message ?? ''}
      media={message.mediaType === null ? undefined : <Media message={message} />}
      time={message.sentAt === null ? undefined : <Time at={message.sentAt} as="clock" />}
      {...(mark !== undefined && { ticks: mark })}
    />
  )
}

/** Pictures, sound and film are shown while their file is kept; a document, or a file that has gone, by its name. */
function Media({ message }: { message: Message }): ReactNode {
  const text = useText()
  const [isGone, setGone] = useState(false)
  const { fileId, mediaType, mediaUrl } = message
  const name = message.fileName ?? nameIn(mediaUrl) ?? text(`messages.kind-${mediaType ?? 'document'}`)
  if (fileId === null || isGone) return <BubbleFile name={name} />
  const shown = { src: fileUrl(fileId), onError: () => setGone(true) }
  switch (mediaType) {
    case 'image':
      return <img {...shown} alt={name} className="max-h-80 w-full object-contain" />
    case 'video':
      return <video {...shown} controls preload="metadata" aria-label={name} className="max-h-80 w-full" />
    case 'audio':
      return <audio {...shown} controls preload="metadata" aria-label={name} className="w-72 max-w-full" />
    default:
      return (
        <a href={fileUrl(fileId)} download={name} className="block">
          <BubbleFile name={name} />
        </a>
      )
  }
}

/** "invoice.pdf" of "https://example.com/files/invoice.pdf?x=1". */
function nameIn(url: string | null): string | null {
  const last = url?.split(/[?#]/)[0]?.split('/').at(-1)
  return last ? decodeURIComponent(last.replace(/%(?![0-9a-f]{2})/gi, '%25')) : null
}
