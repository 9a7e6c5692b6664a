// One letter on its way. In order: the recipient's devices are known → a listener for the server's word → Baileys encrypts
// (ratchet on disk) → the frame → the word. Baileys' own promise is not the word: it resolves when bytes were handed to the
// socket, and it may reject with a bare number.
// What went wrong before the frame is `not-sent`; from the frame on, silence is `unknown`, never `sent`.
import '../silence-libsignal.ts'
import { proto } from '@whiskeysockets/baileys'
import type { Letter, Outcome } from '../../messages/sending/transport.ts'
import { isGroup, userOf } from '../jid.ts'
import { NothingToSend, newWatch, watched } from '../keys/ciphertext-guard.ts'
import { type Line, withinLine } from './outbound.ts'
import { ownAddress } from './recipients.ts'

/** Device list and keys: two queries of 15 s, and a retry for one of them. */
const PREPARE_MS = 40_000
/** Encryption behind other sends of this device; a session that vanished meanwhile costs a query inside. */
const LEAVE_MS = 40_000
/** From the frame to the server's word. */
const ACK_MS = 20_000
/** The server's word usually takes a tenth of a second: after this long the line is asked for a sign of life. */
const DOUBT_MS = 5_000

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : `code ${String(thrown)}`)

/** Makes the recipient ready; null = ready, otherwise how the try ends. */
async function prepare(line: Line, address: string): Promise<Outcome | null> {
  try {
    if (isGroup(address)) {
      const group = await withinLine(line, PREPARE_MS, line.groups.need(line.socket, address))
      // One member without keys does not keep the others from theirs.
      const members = Promise.allSettled(group.participants.map(({ id }) => line.recipients.need(id)))
      const answers = await withinLine(line, PREPARE_MS, members)
      return answers.some((one) => one.status === 'fulfilled' && one.value === 'unanswered')
        ? { kind: 'not-sent', reason: 'WhatsApp did not say which devices the group has' }
        : null
    }
    const ready = await withinLine(line, PREPARE_MS, line.recipients.need(address))
    if (ready === 'ready') return null
    if (ready === 'unanswered')
      return { kind: 'not-sent', reason: 'WhatsApp did not say which devices the recipient has' }
    return { kind: 'rejected', code: 'not-on-whatsapp', reason: 'the recipient has no device on WhatsApp' }
  } catch (thrown) {
    return { kind: 'not-sent', reason: wordsOf(thrown) }
  }
}

/** Hands `letter` over and resolves with the server's word; never rejects. */
export async function relay(line: Line, letter: Letter): Promise<Outcome> {
  let message: proto.IMessage
  try {
    message = proto.Message.decode(letter.bytes)
  } catch {
    return { kind: 'rejected', code: 'unreadable', reason: 'the stored message cannot be read' }
  }
  const { waId, address } = letter
  const failure = await prepare(line, address)
  if (failure !== null) return failure

  const own = ownAddress(line.socket, address)
  const release = line.lists.hold([userOf(address), userOf(own)])
  const watch = newWatch(userOf(address) === userOf(own), isGroup(address) ? null : address)
  return await new Promise<Outcome>((resolve) => {
    let callOffTimer = line.clock.after(LEAVE_MS, () =>
      done({ kind: 'unknown', reason: 'it could not be handed over in time' }),
    )
    let callOffDoubt: () => void = () => undefined
    const callOffWord = line.answers.await(waId, ({ code, at }) =>
      done(
        code === null
          ? { kind: 'accepted', at }
          : { kind: 'rejected', code, reason: `WhatsApp answered with code ${code}` },
      ),
    )
    const callOffEnd = line.onEnd(() => done(mayHaveLeft() ? brokeOff : { kind: 'not-sent', reason: brokeOff.reason }))

    function mayHaveLeft(): boolean {
      return watch.isLeaving || isGroup(address)
    }
    function done(outcome: Outcome): void {
      callOffTimer()
      callOffDoubt()
      callOffWord()
      callOffEnd()
      release()
      resolve(outcome)
    }
    function awaitWord(reason: string): void {
      callOffTimer()
      callOffDoubt = line.clock.after(DOUBT_MS, line.onDoubt)
      callOffTimer = line.clock.after(ACK_MS, () => {
        line.onDoubt()
        done({ kind: 'unknown', reason })
      })
    }

    watched(watch, () => line.socket.relayMessage(address, message, { messageId: waId })).then(
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
