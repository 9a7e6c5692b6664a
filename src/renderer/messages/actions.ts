// Doing something with one message: cancel it, put it back, send it again, settle what nobody could find out. What can be
// undone offers it; what cannot be done says so where it was asked for.
import type { Message } from '@contract/messages.ts'
import { useCallback, useState } from 'react'
import { client, once } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal-text.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { phoneText } from '../ui/phone/phone-number.tsx'
import type { Way } from './way.ts'

export interface MessageActions {
  /** Goes one of the ways that `waysOf` found. */
  go(way: Way, message: Message): void
  /** Which way is being gone now. */
  busy: Way | null
  /** Why the last one could not be done, one sentence. */
  problem: string | null
  say(problem: string | null): void
}

/** @param onSentAgain what takes the place of a message that was sent again */
export function useMessageActions(onSentAgain?: (queueId: number) => void): MessageActions {
  const text = useText()
  const undo = useUndo()
  const sentence = useRefusalText()
  const [busy, setBusy] = useState<Way | null>(null)
  const [problem, say] = useState<string | null>(null)

  const ways: Record<Way, (message: Message) => Promise<void>> = {
    cancel: async ({ queueId }) => {
      const { cancelled, queueIds } = await client.queue.cancel({ queueId })
      undo(
        text('message.cancelled', { count: cancelled }),
        () => client.queue.restore({ queueIds }),
        'queue',
        'history',
      )
    },
    'queue-again': async ({ queueId, number }) => {
      const { restored } = await client.queue.restore({ queueIds: [queueId] })
      if (restored === 0) return say(text('message.not-put-back'))
      const done = text('message.put-back', { number: phoneText(number) })
      undo(done, () => client.queue.cancel({ queueId }), 'queue', 'history', 'messages')
    },
    'send-again': async ({ queueId, number }) => {
      const asked = { queueId }
      const fresh = await once('messages.again', asked, (context) => client.messages.again(asked, { context }))
      const done = text('message.queued-again', { number: phoneText(number) })
      undo(done, () => client.queue.cancel({ queueId: fresh.queueId }), 'queue', 'history', 'messages')
      onSentAgain?.(fresh.queueId)
    },
    resend: async ({ queueId }) => {
      await client.messages.resend({ queueId })
    },
    'mark-sent': async ({ queueId }) => {
      await client.messages.markSent({ queueId })
    },
    release: async ({ queueId }) => {
      const { released } = await client.queue.release({ queueIds: [queueId] })
      if (released === 0) say(text('message.not-released'))
    },
  }
  const go = async (way: Way, message: Message) => {
    if (busy !== null) return
    setBusy(way)
    say(null)
    try {
      await ways[way](message)
    } catch (error) {
      say(sentence(error))
    }
    setBusy(null)
    reread('queue', 'history', 'messages')
  }
  return { go: (way, message) => void go(way, message), busy, problem, say: useCallback(say, []) }
}
