// What can still be done with a message: stop it while it waits, put it back after it was cancelled, send it again after
// it failed. A message whose outcome is not known can do none of these: it may have gone out.
import type { Message } from '@contract/messages.ts'

export type Way = 'cancel' | 'queue-again' | 'send-again'

/** @param hasDevice whether its device is still there; without it a cancelled message has no place to go back to */
export function wayOf(message: Pick<Message, 'status' | 'outcome'>, hasDevice: boolean): Way | null {
  switch (message.status) {
    case 'pending':
      return 'cancel'
    case 'cancelled':
      return hasDevice ? 'queue-again' : 'send-again'
    case 'failed':
      return 'send-again'
    default:
      return null
  }
}
