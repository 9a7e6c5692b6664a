// One letter on its way. In order: the recipient's devices are known → a listener for the server's word → Baileys encrypts
// (ratchet on disk) → the frame → the word. Baileys' own promise is not the word: it resolves when bytes were handed to the
// socket, and it may reject with a bare number.
// What went wrong before the frame is `not-sent`; from the frame on, silence is `unknown`, never `sent`.
import '../silence-libsignal.ts'
import { proto } from '@whiskeysockets/baileys'
import type { Letter, Outcome } from '../../messages/messages.ts'
import { isGroup, userOf } from '../jid.ts'
import { NothingToSend, newWatch, watched } from '../keys/ciphertext-guard.ts'
import { type Outbound, withinOutbound } from './outbound.ts'
import { ownAddress } from './recipients.ts'

/** Device list and keys: two queries of 15 s, and a retry for one of them. */
const PREPARE_MS = 40_000
/** Encryption behind other sends of this device; a session that vanished meanwhile costs a query inside. */
const LEAVE_MS = 40_000
/** From the frame to the server's word. */
const ACK_MS = 20_000
/** The server's word usually takes a tenth of a second: after this long the line is asked for a sign of life. */
const ACK_LATE_MS = 5_000

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : `code ${String(thrown)}`)

/** Makes the recipient ready; null = ready, otherwise how the try ends. */
async function prepareRecipient(outbound: Outbound, address: string): Promise<Outcome | null> {
  try {
    if (isGroup(address)) {
      const group = await withinOutbound(outbound, PREPARE_MS, outbound.groups.need(outbound.socket, address))
      // One member without keys does not keep the others from theirs.
      const members = Promise.allSettled(group.participants.map(({ id }) => outbound.recipients.need(id)))
      const answers = await withinOutbound(outbound, PREPARE_MS, members)
      return answers.some((one) => one.status === 'fulfilled' && one.value === 'unanswered')
        ? { kind: 'not-sent', reason: 'WhatsApp did not say which devices the group has' }
        : null
    }
    const ready = await withinOutbound(outbound, PREPARE_MS, outbound.recipients.need(address))
    if (ready === 'ready') return null
    if (ready === 'unanswered')
      return { kind: 'not-sent', reason: 'WhatsApp did not say which devices the recipient has' }
    return { kind: 'rejected', code: 'not-on-whatsapp', reason: 'the recipient has no device on WhatsApp' }
  } catch (thrown) {
    return { kind: 'not-sent', reason: wordsOf(thrown) }
  }
}

/** Hands `letter` over and resolves with the server's word; never rejects. */
export async function relay(outbound: Outbound, letter: Letter): Promise<Outcome> {
  let message: proto.IMessage
  try {
    message = proto.Message.decode(letter.bytes)
  } catch {
    return { kind: 'rejected', code: 'unreadable', reason: 'the stored message cannot be read' }
  }
  const { waId, address } = letter
  const failure = await prepareRecipient(outbound, address)
  if (failure !== null) return failure

  const own = ownAddress(outbound.socket, address)
  const release = outbound.lists.hold([userOf(address), userOf(own)])
  const watch = newWatch(userOf(address) === userOf(own), isGroup(address) ? null : address)
  return await new Promise<Outcome>((resolve) => {
    let callOffTimer = outbound.clock.after(LEAVE_MS, () =>
      done({ kind: 'unknown', reason: 'it could not be handed over in time' }),
    )
    let callOffLate: () => void = () => undefined
    const callOffWord = outbound.acks.await(waId, ({ code, at }) =>
      done(
        code === null
          ? { kind: 'accepted', at }
          : { kind: 'rejected', code, reason: `WhatsApp answered with code ${code}` },
      ),
    )
    const callOffEnd = outbound.onEnd(() =>
      done(mayHaveLeft() ? brokeOff : { kind: 'not-sent', reason: brokeOff.reason }),
    )

    function mayHaveLeft(): boolean {
      return watch.isLeaving || isGroup(address)
    }
    function done(outcome: Outcome): void {
      callOffTimer()
      callOffLate()
      callOffWord()
      callOffEnd()
      release()
      resolve(outcome)
    }
    function awaitWord(reason: string): void {
      callOffTimer()
      callOffLate = outbound.clock.after(ACK_LATE_MS, outbound.onAckLate)
      callOffTimer = outbound.clock.after(ACK_MS, () => {
        outbound.onAckLate()
        done({ kind: 'unknown', reason })
      })
    }

    watched(watch, () => outbound.socket.relayMessage(address, message, { messageId: waId })).then(
      () => awaitWord('WhatsApp did not answer in time'),
      (thrown: unknown) => {
        const reason = wordsOf(thrown)
        // Baileys' word before it writes to a socket that is closed.
        const isBefore =
          reason === 'Connection Closed' || reason === 'All encryptions failed' || thrown instanceof NothingToSend
        if (isBefore || !mayHaveLeft()) done({ kind: 'not-sent', reason })
        else awaitWord(reason)
      },
    )
  })
}

const brokeOff = { kind: 'unknown', reason: 'the connection ended' } as const
