// Sending one message: what is missing first, then the queue, then what can still be taken back.
import { TEXT_LIMIT } from '@contract/messages.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, idempotentCall } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { refusalOfCall, useRefusalText } from '../client/refusal.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { lengthOf } from '../messages/compose/message-field.tsx'
import { useMessageSentence } from '../messages/state.tsx'
import { toast } from '../ui/overlay/toast.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import { attached, detach, useAttachment } from './attachment.ts'
import { useSendDraft } from './draft.ts'
import { useLastSent } from './last-sent.tsx'
import type { Recipient } from './recipient.tsx'

export type FormPlace = 'to' | 'from' | 'message' | 'attach' | 'form'

export interface Sending {
  send(): void
  busy: boolean
  /** What is missing or was refused, and where; null when all is well. */
  problem: { place: FormPlace; sentence: string } | null
  /** Counts the presses that found a problem, so that the page can go there. */
  refusals: number
  /** Counts the messages that went into the queue, so that the page can begin anew. */
  queued: number
}

const places: Record<string, FormPlace> = {
  number: 'to',
  sessionId: 'from',
  message: 'message',
  mediaUrl: 'attach',
  mediaType: 'attach',
  fileId: 'attach',
}

/** @param device the one named on the page, so that no other sends it */
export function useSubmit(recipient: Recipient, device: { sessionId: string; name: string } | undefined): Sending {
  const text = useText()
  const sentence = useRefusalText()
  const say = useMessageSentence()
  const undo = useUndo()
  const { value, change } = useSendDraft()
  const hasFile = useAttachment((file) => file.chosen !== null)
  const [isPressed, press] = useState(false)
  const [refusals, setRefusals] = useState(0)
  const [queued, setQueued] = useState(0)
  const stored = useAttachment((file) => file.stored?.fileId ?? '')
  // What each part of the form holds; a refusal stands only as long as its part is as it was.
  const parts: Record<FormPlace, string> = {
    to: recipient.toSend,
    from: device?.sessionId ?? '',
    message: value.message,
    attach: value.attachBy === 'file' ? stored : value.link,
    form: '',
  }
  const [sent, setSent] = useState(parts)

  const hasAttachment = value.attachBy === 'file' ? hasFile : value.link !== ''
  const missing = (): Sending['problem'] => {
    if (recipient.toSend === '') return { place: 'to', sentence: text('send.to-missing') }
    if (value.message.trim() === '' && !hasAttachment) return { place: 'message', sentence: text('send.missing') }
    // The field says by itself that it is too long.
    if (lengthOf(value.message) > TEXT_LIMIT) return { place: 'message', sentence: '' }
    if (device === undefined) return { place: 'form', sentence: text('send.no-device') }
    return null
  }

  const queue = useMutation({
    mutationFn: async () => {
      const file = value.attachBy === 'file' ? await attached() : null
      // Refused on its way; the field says why.
      if (value.attachBy === 'file' && hasFile && file === null) return null
      const message = {
        number: recipient.toSend,
        ...(value.message.trim() !== '' && { message: value.message }),
        ...(file !== null && { fileId: file.fileId }),
        ...(value.attachBy === 'link' && value.link !== '' && { mediaUrl: value.link }),
        ...(device !== undefined && { sessionId: device.sessionId }),
      }
      const { queueId } = await idempotentCall('messages.send', message, (context) =>
        client.messages.send(message, { context }),
      )
      return queueId
    },
    onError: () => setRefusals((count) => count + 1),
    onSuccess: (queueId) => {
      if (queueId === null) return
      press(false)
      setQueued((count) => count + 1)
      change({ number: '', message: '', link: '', attachBy: 'file' })
      detach()
      useLastSent.getState().add(queueId)
      void tell(queueId)
    },
  })

  async function tell(queueId: number): Promise<void> {
    const found = await client.messages.get({ queueId }).catch(() => null)
    const number = phoneText(recipient.number ?? recipient.toSend)
    const when = found === null ? '' : say(found.message, device?.name ?? '')
    const cancel = async () => {
      try {
        const { cancelled, queueIds } = await client.queue.cancel({ queueId })
        undo(
          text('messages.cancelled', { count: cancelled }),
          () => client.queue.restore({ queueIds }),
          'queue',
          'history',
        )
      } catch (error) {
        toast(sentence(error))
      }
      reread('queue', 'history')
    }
    toast(text('send.queued', { number, sentence: when }), {
      undo: { label: text('send.cancel-it'), run: () => void cancel() },
    })
  }

  const refused = (): Sending['problem'] => {
    if (queue.error === null) return null
    const { field } = refusalOfCall(queue.error)
    const place = (field !== undefined && places[field]) || 'form'
    return parts[place] === sent[place] ? { place, sentence: sentence(queue.error) } : null
  }
  return {
    send() {
      press(true)
      setSent(parts)
      queue.reset()
      if (missing() === null) queue.mutate()
      else setRefusals((count) => count + 1)
    },
    busy: queue.isPending,
    problem: (isPressed ? missing() : null) ?? refused(),
    refusals,
    queued,
  }
}
