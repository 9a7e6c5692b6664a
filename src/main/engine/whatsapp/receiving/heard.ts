// What somebody writes is heard before WhatsApp gets our receipt for it. Baileys sends the receipt as soon as a letter is decrypted
// and only then tells of it (7.0.0-rc14, handleMessage), so the listener stands in the decryption itself: the plaintext is given
// back to Baileys when whoever heard it has written what must not be lost. If that fails, Baileys asks for the letter again. A letter
// that came without ciphertext (an advertisement's, which the phone sends on) is heard when Baileys tells of it.
import '../silence-libsignal.ts'
import {
  type BinaryNode,
  isPnUser,
  normalizeMessageContent,
  proto,
  type SocketConfig,
  toNumber,
  unpadRandomMax16,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import { userOf } from '../jid.ts'

/** Letters between their decryption and Baileys' word of them: it holds its events back for up to 30 s. */
const MOST_IDS = 20_000

/** A text that came in. */
export interface ReceivedText {
  /** Digits of whoever wrote; null when only a LID is known. */
  number: string | null
  text: string
  waId: string
  /** When it was written, epoch ms. */
  at: number
}

/** Resolves when what must be kept of a text is on disk. @throws to have the letter sent again */
export type Heard = (text: ReceivedText) => Promise<void>

type MakeRepository = SocketConfig['makeSignalRepository']
type Repository = ReturnType<MakeRepository>

function textOf(message: proto.IMessage): string | null {
  const content = normalizeMessageContent(message)
  const text =
    content?.conversation ||
    content?.extendedTextMessage?.text ||
    content?.imageMessage?.caption ||
    content?.videoMessage?.caption ||
    content?.documentMessage?.caption ||
    content?.buttonsResponseMessage?.selectedDisplayText ||
    content?.templateButtonReplyMessage?.selectedDisplayText ||
    content?.listResponseMessage?.title
  return text || null
}

/** `follow` is told of each stanza before Baileys is; `make` wraps what Baileys decrypts with. */
export function createHearing(heard: Heard, now: () => number) {
  /** The stanza that a ciphertext came in; Baileys hands the same bytes to the decryption. */
  const stanzas = new WeakMap<Uint8Array, BinaryNode>()
  /** Ids heard at their decryption, until Baileys tells of them too. */
  const heardIds = new Set<string>()

  async function hear({ attrs }: BinaryNode, plaintext: Uint8Array, lids: Repository['lidMapping']): Promise<void> {
    const { from = '', sender_pn: alias, id = '', t } = attrs
    if (!isPnUser(from) && !from.endsWith('@lid')) return
    const text = textOf(proto.Message.decode(unpadRandomMax16(plaintext)))
    if (text === null) return
    await heard({ number: await numberOf([from, alias], lids), text, waId: id, at: timeOf(Number(t)) })
    if (heardIds.size >= MOST_IDS) heardIds.clear()
    heardIds.add(id)
  }

  const timeOf = (seconds: number): number => (seconds > 0 ? seconds * 1000 : now())

  /** Digits of whoever writes; null when only a LID is known. */
  async function numberOf(jids: (string | undefined)[], lids: Repository['lidMapping']): Promise<string | null> {
    const known = jids.find((jid) => isPnUser(jid))
    const jid = known ?? (await lids.getPNForLID(jids[0] ?? '').catch(() => null))
    return jid ? userOf(jid) : null
  }

  /** Hears what was not heard at its decryption; nobody can be asked for it again. */
  async function hearTold(
    { key, message, messageTimestamp }: WAMessage,
    lids: Repository['lidMapping'],
  ): Promise<void> {
    const { remoteJid: chat, remoteJidAlt: alias, id } = key
    if (key.fromMe || !chat || !id || heardIds.delete(id)) return
    if (!isPnUser(chat) && !chat.endsWith('@lid')) return
    const text = message ? textOf(message) : null
    if (text === null) return
    const number = await numberOf([chat, alias], lids)
    await heard({ number, text, waId: id, at: timeOf(toNumber(messageTimestamp)) }).catch(() => undefined)
  }

  return {
    follow({ ws, ev, signalRepository }: WASocket) {
      ws.prependListener('CB:message', (stanza: BinaryNode) => {
        for (const part of Array.isArray(stanza.content) ? stanza.content : [])
          if (part.content instanceof Uint8Array) stanzas.set(part.content, stanza)
      })
      ev.on('messages.upsert', ({ messages }) => {
        for (const message of messages) void hearTold(message, signalRepository.lidMapping)
      })
    },
    /** @param isOwn whether a JID is one of this account's: what its other devices wrote is nobody's word to us */
    make:
      (make: MakeRepository, isOwn: (jid: string) => boolean): MakeRepository =>
      (...given) => {
        const repository = make(...given)
        return {
          ...repository,
          async decryptMessage(what) {
            const plaintext = await repository.decryptMessage(what)
            const stanza = stanzas.get(what.ciphertext)
            if (stanza && !isOwn(stanza.attrs.from ?? '')) await hear(stanza, plaintext, repository.lidMapping)
            return plaintext
          },
        }
      },
  }
}
