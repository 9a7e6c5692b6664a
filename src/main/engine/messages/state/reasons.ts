// Why a message failed: WhatsApp's codes and our own, each with one plain sentence of what happened and what to do.
// The code is kept beside the sentence; pages show the sentence.

const reasons: Record<string, string> = {
  'not-on-whatsapp': 'This number is not on WhatsApp.',
  'opted-out': 'This person asked not to be written to.',
  expired: 'It waited longer than allowed, so it was not sent.',
  quarantined: 'Dakiya stopped unexpectedly three times while preparing it. Change it and send again.',
  unreadable: 'The stored message cannot be read any more. Send it again.',
  MEDIA_REJECTED: 'This file cannot be sent on WhatsApp.',
  // Codes of WhatsApp's error acks (delivery.md 3).
  '463': 'WhatsApp refused it: new chats are limited on this number. Write to people who wrote to you first.',
  '479': 'WhatsApp refused it: the message did not fit the recipient’s phone. Send it again.',
  '429': 'WhatsApp refused it: too many messages in a short time. Wait some hours, then send again.',
  '400': 'WhatsApp refused it: the message could not be read. Change it and send again.',
  '403': 'WhatsApp refused it: this number may not write there.',
  '404': 'WhatsApp refused it: there is no such chat.',
}

/** The sentence for a code; an unknown code of WhatsApp is named so that it can be looked up. */
export function reasonOf(code: string): string {
  return (
    reasons[code] ??
    `WhatsApp refused it (code ${code}). Send it again; if it happens again, write to somebody else first.`
  )
}
