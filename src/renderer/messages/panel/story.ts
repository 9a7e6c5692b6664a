// A message's story: what the engine noted, told in sentences. Pure, so that it can be tried without a page.
import type { Message, TimelineEntry } from '@contract/messages.ts'

export type StoryText =
  | 'message.story-queued'
  | 'message.story-queued-by'
  | 'message.story-sending'
  | 'message.story-sent'
  | 'message.story-delivered'
  | 'message.story-read'
  | 'message.story-failed'
  | 'message.story-expired'
  | 'message.story-quarantined'
  | 'message.story-cancelled'
  | 'message.story-restored'
  | 'message.story-moved'
  | 'message.story-no-answer'
  | 'message.story-sent-again'
  | 'message.story-unknown'
  | 'message.story-resend'
  | 'message.story-marked-sent'
  | 'message.story-late'
  | 'message.story-released'
  | 'message.story-other'

export interface StoryStep {
  at: number
  text: StoryText
  values: Record<string, string>
  /** For programs and helpers: WhatsApp's id, the error's code; one fact a line. */
  facts: readonly { name: 'message.fact-whatsapp-id' | 'message.fact-code' | 'message.fact-event'; value: string }[]
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
        ? step('message.story-queued')
        : step('message.story-queued-by', { program: queuedBy })
    }
    case 'sending': {
      const waId = detail ?? message.waId
      return step('message.story-sending', {}, waId === null ? [] : [{ name: 'message.fact-whatsapp-id', value: waId }])
    }
    case 'failed': {
      const code = message.errorCode
      const reason = detail ?? message.error ?? ''
      const facts = code === null ? [] : [{ name: 'message.fact-code' as const, value: code }]
      if (code === 'expired' || code === 'quarantined') return step(`message.story-${code}`, {}, facts)
      return step('message.story-failed', { reason }, facts)
    }
    case 'moved':
      return step('message.story-moved', { device: detail ?? '' })
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
      return step(`message.story-${event}`)
    default: {
      const value = detail === null ? event : `${event}: ${detail}`
      return step('message.story-other', {}, [{ name: 'message.fact-event', value }])
    }
  }
}
