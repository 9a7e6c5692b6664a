// What can still be done with a message: stop it while it waits, put it back after it was cancelled, send it again after it
// failed. One that may have gone out and one that is late wait for somebody's word.
import type { Message } from '@contract/messages.ts'

export type MessageAction = 'cancel' | 'queue-again' | 'send-again' | 'resend' | 'mark-sent' | 'release'

/** @param hasDevice whether its device is still there; without it a cancelled message has no place to go back to */
export function allowedActions(
  { status, outcome, waitingFor }: Pick<Message, 'status' | 'outcome' | 'waitingFor'>,
  hasDevice: boolean,
): readonly MessageAction[] {
  switch (status) {
    case 'pending':
      return waitingFor === 'late' ? ['release', 'cancel'] : ['cancel']
    case 'processing':
      return outcome === 'unknown' ? ['resend', 'mark-sent'] : []
    case 'cancelled':
      return [hasDevice ? 'queue-again' : 'send-again']
    case 'failed':
      return ['send-again']
    default:
      return []
  }
}
