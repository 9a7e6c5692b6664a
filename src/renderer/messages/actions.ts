// Doing something with one message: cancel it, put it back, send it again, settle what nobody could find out. What can be
// undone offers it; what cannot be done says so where it was asked for.
import type { Message } from '@contract/messages.ts'
import { useCallback, useState } from 'react'
import { client, idempotentCall } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import type { MessageAction } from './allowed-actions.ts'

export interface MessageActions {
  /** Does one of what `allowedActions` found. */
  run(action: MessageAction, message: Message): void
  /** Which one is being done now. */
  busy: MessageAction | null
  /** Why the last one could not be done, one sentence. */
  problem: string | null
  say(problem: string | null): void
}

/** @param onSentAgain what takes the place of a message that was sent again */
export function useMessageActions(onSentAgain?: (queueId: number) => void): MessageActions {
  const text = useText()
  const undo = useUndo()
  const sentence = useRefusalText()
  const [busy, setBusy] = useState<MessageAction | null>(null)
  const [problem, say] = useState<string | null>(null)

  const calls: Record<MessageAction, (message: Message) => Promise<void>> = {
    cancel: async ({ queueId }) => {
      const { cancelled, queueIds } = await client.queue.cancel({ queueId })
      undo(
        text('messages.cancelled', { count: cancelled }),
        () => client.queue.restore({ queueIds }),
        'queue',
        'history',
      )
    },
    'queue-again': async ({ queueId, number }) => {
      const { restored } = await client.queue.restore({ queueIds: [queueId] })
      if (restored === 0) return say(text('messages.not-put-back'))
      const done = text('messages.put-back', { number: phoneText(number) })
      undo(done, () => client.queue.cancel({ queueId }), 'queue', 'history', 'messages')
    },
    'send-again': async ({ queueId, number }) => {
      const asked = { queueId }
      const fresh = await idempotentCall('messages.again', asked, (context) =>
        client.messages.again(asked, { context }),
      )
      const done = text('messages.queued-again', { number: phoneText(number) })
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
      if (released === 0) say(text('messages.not-released'))
    },
  }
  const run = async (action: MessageAction, message: Message) => {
    if (busy !== null) return
    setBusy(action)
    say(null)
    try {
      await calls[action](message)
    } catch (error) {
      say(sentence(error))
    }
    setBusy(null)
    reread('queue', 'history', 'messages')
  }
  return { run: (action, message) => void run(action, message), busy, problem, say: useCallback(say, []) }
}
