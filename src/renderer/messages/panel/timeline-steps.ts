// The steps of a message's timeline: what the engine noted, told in sentences. Pure, so that it can be tried without a page.
import type { Message, TimelineEntry } from '@contract/messages.ts'

export type StepText =
  | 'messages.timeline-queued'
  | 'messages.timeline-queued-by'
  | 'messages.timeline-sending'
  | 'messages.timeline-sent'
  | 'messages.timeline-delivered'
  | 'messages.timeline-read'
  | 'messages.timeline-failed'
  | 'messages.timeline-expired'
  | 'messages.timeline-quarantined'
  | 'messages.timeline-cancelled'
  | 'messages.timeline-restored'
  | 'messages.timeline-moved'
  | 'messages.timeline-no-answer'
  | 'messages.timeline-sent-again'
  | 'messages.timeline-unknown'
  | 'messages.timeline-resend'
  | 'messages.timeline-marked-sent'
  | 'messages.timeline-late'
  | 'messages.timeline-released'
  | 'messages.timeline-other'

export interface MessageStep {
  at: number
  text: StepText
  values: Record<string, string>
  /** For programs and helpers: WhatsApp's id, the error's code; one fact a line. */
  facts: readonly { name: 'messages.fact-whatsapp-id' | 'messages.fact-code' | 'messages.fact-event'; value: string }[]
}

type Told = Pick<Message, 'waId' | 'outcome' | 'error' | 'errorCode' | 'queuedBy'> & {
  timeline: readonly TimelineEntry[]
}

/** Oldest first, as the engine gives it; that WhatsApp has it is not said of what only a person marked as sent. */
export function stepsOf(message: Told): MessageStep[] {
  const isTrue = ({ event }: TimelineEntry) => event !== 'sent' || message.outcome !== 'marked-sent'
  return message.timeline.filter(isTrue).map((entry) => stepOf(message, entry))
}

function stepOf(message: Told, { at, event, detail }: TimelineEntry): MessageStep {
  const step = (
    text: StepText,
    values: Record<string, string> = {},
    facts: MessageStep['facts'] = [],
  ): MessageStep => ({
    at,
    text,
    values,
    facts,
  })
  switch (event) {
    case 'queued': {
      const { queuedBy } = message
      return queuedBy === null || queuedBy === 'page'
        ? step('messages.timeline-queued')
        : step('messages.timeline-queued-by', { program: queuedBy })
    }
    case 'sending': {
      const waId = detail ?? message.waId
      return step(
        'messages.timeline-sending',
        {},
        waId === null ? [] : [{ name: 'messages.fact-whatsapp-id', value: waId }],
      )
    }
    case 'failed': {
      const code = message.errorCode
      const reason = detail ?? message.error ?? ''
      const facts = code === null ? [] : [{ name: 'messages.fact-code' as const, value: code }]
      if (code === 'expired' || code === 'quarantined') return step(`messages.timeline-${code}`, {}, facts)
      return step('messages.timeline-failed', { reason }, facts)
    }
    case 'moved':
      return step('messages.timeline-moved', { device: detail ?? '' })
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
      return step(`messages.timeline-${event}`)
    default: {
      const value = detail === null ? event : `${event}: ${detail}`
      return step('messages.timeline-other', {}, [{ name: 'messages.fact-event', value }])
    }
  }
}
