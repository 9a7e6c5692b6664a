// What comes in over a connection, told to the house: the server's word on our messages, and receipts. Texts are heard
// in heard.ts.
// Acks and receipts are read from the raw stanzas: Baileys holds its events back for up to 30 s and tells nothing of a clean ack.
import '../silence-libsignal.ts'
import type { WASocket } from '@whiskeysockets/baileys'
import { type BinaryNode, getBinaryNodeChildren } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Events, News } from '../../base/events.ts'
import type { Acks } from '../sending/acks.ts'

type ReceiptKind = News['receipt.received']['kind']

/** The receipts that tell of our messages; 'inactive' = it reached a phone that sleeps. */
const KINDS: Record<string, ReceiptKind> = { '': 'delivered', inactive: 'delivered', read: 'read', played: 'played' }

/** The end of the second that WhatsApp names, but never later than now. */
function timeOf(node: BinaryNode, now: number): number {
  const seconds = Number(node.attrs.t)
  return seconds > 0 ? Math.min(now, seconds * 1000 + 999) : now
}

/** All ids that a receipt speaks of. */
function idsOf(node: BinaryNode): string[] {
  const items = getBinaryNodeChildren(getBinaryNodeChildren(node, 'list')[0], 'item')
  const ids = [node.attrs.id, ...items.map((item) => item.attrs.id)]
  return [...new Set(ids.filter((id) => id !== undefined))]
}

export interface Receiving {
  deviceId: string
  socket: WASocket
  acks: Acks
  events: Events
  clock: Clock
  /** WhatsApp refused a message because it limits new chats. */
  onLimited: () => void
}

/** WhatsApp's word for: no new chats from this number for now. */
const LIMITED = '463'

/** Listens on a socket for its whole life; nothing has to be called off, a dead socket is dropped with its listeners. */
export function receive({ deviceId, socket, acks, events, clock, onLimited }: Receiving): void {
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    const { id: waId } = attrs
    if (waId === undefined) return
    const word = { code: attrs.error ?? null, at: clock.now() }
    acks.tell(waId, word)
    events.tell('ack.received', { deviceId, waId, ...word })
    if (word.code === LIMITED) onLimited()
  })

  socket.ws.on('CB:receipt', (node: BinaryNode) => {
    const { from, participant, recipient, type } = node.attrs
    const kind = KINDS[type ?? '']
    const at = timeOf(node, clock.now())
    // Another device of ours got its copy, so the server has taken the message.
    if (type === 'sender' || (kind === 'delivered' && recipient !== undefined)) {
      for (const waId of idsOf(node)) events.tell('echo.received', { deviceId, waId, at })
    }
    // With a recipient it is another device of ours that read or got something.
    if (kind === undefined || recipient !== undefined || from === undefined) return
    for (const waId of idsOf(node))
      events.tell('receipt.received', { deviceId, waId, kind, from: participant ?? from, at })
  })

  // Our own word, as another device of ours shows it.
  socket.ev.on('messages.upsert', ({ messages }) => {
    for (const { key } of messages)
      if (key.fromMe && key.id) events.tell('echo.received', { deviceId, waId: key.id, at: clock.now() })
  })
}
