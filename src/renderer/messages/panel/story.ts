// A message's story: what the engine noted, told in sentences. Pure, so that it can be tried without a page.
import type { Message, TimelineEntry } from '@contract/messages.ts'

export type StoryText =
  | 'messages.story-queued'
  | 'messages.story-queued-by'
  | 'messages.story-sending'
  | 'messages.story-sent'
  | 'messages.story-delivered'
  | 'messages.story-read'
  | 'messages.story-failed'
  | 'messages.story-expired'
  | 'messages.story-quarantined'
  | 'messages.story-cancelled'
  | 'messages.story-restored'
  | 'messages.story-moved'
  | 'messages.story-no-answer'
  | 'messages.story-sent-again'
  | 'messages.story-unknown'
  | 'messages.story-resend'
  | 'messages.story-marked-sent'
  | 'messages.story-late'
  | 'messages.story-released'
  | 'messages.story-other'

export interface StoryStep {
  at: number
  text: StoryText
  values: Record<string, string>
  /** For programs and helpers: WhatsApp's id, the error's code; one fact a line. */
  facts: readonly { name: 'messages.fact-whatsapp-id' | 'messages.fact-code' | 'messages.fact-event'; value: string }[]
}

type Told = Pick<Message, 'waId' | 'outcome' | 'error' | 'errorCode' | 'queuedBy'> & {
  timeline: readonly TimelineEntry[]
}

/** Oldest first, as the engine gives it; that WhatsApp has it is not said of what only a person marked as sent. */
export function storyOf(message: Told): StoryStep[] {
  const isTrue = ({ event }: TimelineEntry) => event !== 'sent' || message.outcome !== 'marked-sent'
  return message.timeline.filter(isTrue).map((entry) => stepOf(message, entry))
}

function stepOf(message: Told, { at, event, detail }: TimelineEntry): StoryStep {
  const step = (text: StoryText, values: Record<string, string> = {}, facts: StoryStep['facts'] = []): StoryStep => ({
    at,
    text,
    values,
    facts,
  })
  switch (event) {
    case 'queued': {
      const { queuedBy } = message
      return queuedBy === null || queuedBy === 'page'
        ? step('messages.story-queued')
        : step('messages.story-queued-by', { program: queuedBy })
    }
    case 'sending': {
      const waId = detail ?? message.waId
      return step(
        'messages.story-sending',
        {},
        waId === null ? [] : [{ name: 'messages.fact-whatsapp-id', value: waId }],
      )
    }
    case 'failed': {
      const code = message.errorCode
      const reason = detail ?? message.error ?? ''
      const facts = code === null ? [] : [{ name: 'messages.fact-code' as const, value: code }]
      if (code === 'expired' || code === 'quarantined') return step(`messages.story-${code}`, {}, facts)
      return step('messages.story-failed', { reason }, facts)
    }
    case 'moved':
      return step('messages.story-moved', { device: detail ?? '' })
    case 'sent':
    case 'delivered':
    case 'read':
    case 'cancelled':
    case 'restored':
    case 'no-answer':
    case 'sent-again':
    case 'unknown':
    case 'resend':
    case 'marked-sent':
    case 'late':
    case 'released':
      return step(`messages.story-${event}`)
    default: {
      const value = detail === null ? event : `${event}: ${detail}`
      return step('messages.story-other', {}, [{ name: 'messages.fact-event', value }])
    }
  }
}
