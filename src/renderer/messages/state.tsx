// The states of a message: one word, one icon, one colour and one sentence each, the same on every page.
import type { Message, WaitingFor } from '@contract/messages.ts'
import { Ban, Check, CheckCheck, CirclePause, CircleQuestionMark, CircleX, Clock, Hourglass, Send } from 'lucide-react'
import type { TextId } from '../i18n/locales.ts'
import { type SayText, useText } from '../i18n/text.tsx'
import { type Times, useTimes } from '../i18n/times.ts'
import { Pill, type Status } from '../ui/display/pill.tsx'

const CHECKING_MS = 300_000

export type MessageStateName =
  | 'waiting'
  | 'on-hold'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'unconfirmed'
  | 'cancelled'
  | 'expired'

type State = Status<MessageStateName, TextId>

const states: Record<MessageStateName, Omit<State, 'name'>> = {
  waiting: { icon: Clock, tone: 'plain', word: 'messages.state-waiting' },
  'on-hold': { icon: CirclePause, tone: 'caution', word: 'messages.state-on-hold' },
  sending: { icon: Send, tone: 'plain', word: 'messages.state-sending' },
  sent: { icon: Check, tone: 'plain', word: 'messages.state-sent' },
  delivered: { icon: CheckCheck, tone: 'positive', word: 'messages.state-delivered' },
  read: { icon: CheckCheck, tone: 'info', word: 'messages.state-read' },
  failed: { icon: CircleX, tone: 'danger', word: 'messages.state-failed' },
  unconfirmed: { icon: CircleQuestionMark, tone: 'caution', word: 'messages.state-unconfirmed' },
  cancelled: { icon: Ban, tone: 'faint', word: 'messages.state-cancelled' },
  expired: { icon: Hourglass, tone: 'faint', word: 'messages.state-expired' },
}

/** Held by somebody or something, rather than standing in line. */
const held: ReadonlySet<WaitingFor> = new Set(['restriction', 'paused', 'late'])

/** Which state a message is in. */
export function messageState(message: Message): State {
  const name = nameOf(message)
  return { name, ...states[name] }
}

function nameOf(message: Message): MessageStateName {
  if (message.status === 'processing')
    return message.outcome === 'unknown' || message.doubtedAt !== null ? 'unconfirmed' : 'sending'
  if (message.status === 'cancelled') return 'cancelled'
  if (message.status === 'failed') return message.outcome === 'expired' ? 'expired' : 'failed'
  if (message.status === 'sent')
    return message.readAt !== null ? 'read' : message.deliveredAt !== null ? 'delivered' : 'sent'
  return message.waitingFor !== null && held.has(message.waitingFor) ? 'on-hold' : 'waiting'
}

export function MessagePill({ message }: { message: Message }) {
  const text = useText()
  const { tone, icon, word } = messageState(message)
  return (
    <Pill tone={tone} icon={icon}>
      {text(word)}
    </Pill>
  )
}

/** The sentence beside a message's pill; `device` is the name of its device. */
export function useMessageSentence(): (message: Message, device: string) => string {
  const text = useText()
  const times = useTimes()
  return (message, device) => sentenceOf(message, device, text, times)
}

function sentenceOf(message: Message, device: string, text: SayText, times: Times): string {
  const { name } = messageState(message)
  const at = message.estimatedAt === null ? '' : times.until(message.estimatedAt)
  const leaves = message.estimatedAt ?? message.scheduledAt
  const until = { device, until: at, known: at === '' ? 'no' : 'yes' }
  switch (name) {
    case 'waiting':
    case 'on-hold':
      if (message.waitingFor === 'device') return text('messages.sentence-waits-device', { device })
      if (message.waitingFor === 'hourly-limit') return text('messages.sentence-waits-hourly', until)
      if (message.waitingFor === 'daily-limit') return text('messages.sentence-waits-daily', until)
      if (message.waitingFor === 'paused') return text('messages.sentence-held-paused', { device })
      if (message.waitingFor === 'restriction') return text('messages.sentence-held-restricted', until)
      if (message.waitingFor === 'late') return text('messages.sentence-held-late')
      if (message.waitingFor === 'storage') return text('messages.sentence-waits-storage')
      return leaves === null
        ? text('messages.sentence-waits-turn')
        : text('messages.sentence-leaves', { when: times.future(leaves) })
    case 'sent':
      return text(message.outcome === 'marked-sent' ? 'messages.sentence-marked-sent' : 'messages.sentence-sent')
    case 'read':
      return text('messages.sentence-read', { at: times.until(message.readAt ?? 0) })
    case 'failed':
      return message.error ?? text('messages.sentence-failed')
    case 'unconfirmed':
      if (message.outcome === 'unknown') return text('messages.sentence-unconfirmed')
      return Date.now() - (message.doubtedAt ?? 0) < CHECKING_MS
        ? text('messages.sentence-checking')
        : text('messages.sentence-tried-again', { device })
    case 'cancelled':
      return message.endedAt === null
        ? text('messages.sentence-cancelled')
        : text('messages.sentence-cancelled-at', { at: times.until(message.endedAt) })
    default:
      return text(`messages.sentence-${name}`)
  }
}
