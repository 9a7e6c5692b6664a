// Contacts and phones writing to linked devices: sealed for each device with Signal, put into its mailbox, and sealed
// again when the device asks for it.

import type { Keys } from '../phones/key-server.ts'
import type { Mailbox } from '../phones/mailbox.ts'
import type { Linked, Phones } from '../phones/phones.ts'
import { type Address, jidOf, lidJid, pnJid } from '../wire/address.ts'
import { bytes, child, type Node, node, seconds, uint } from '../wire/wire.ts'
import { draw } from './behaviour.ts'
import { type Message, newId, pack } from './content.ts'
import type { Bundle } from './people.ts'
import type { Place } from './receipts.ts'
import type { Signal } from './signal.ts'

const names = [
  'Amina',
  'Boris',
  'Chitra',
  'Diego',
  'Emeka',
  'Fatima',
  'Giulia',
  'Hassan',
  'Ingrid',
  'João',
  'Keiko',
  'Lars',
]
const remembered = 500

export interface Writing {
  /** Who writes: a number that is simulated. */
  from: string
  message: Message
  id?: string
  dueAt?: number
  /** More attributes of the stanza. */
  attrs?: Record<string, string | undefined>
  /** More sealed content of the stanza, the same for every device. */
  also?: Node[]
}

export interface ToClientsParts {
  phones: Phones
  keys: Keys
  signal: Signal
  mailbox: Mailbox
  /** True for those who moved to their LID. */
  speaksLid(number: string): boolean
  /** Somebody wrote to a linked phone. */
  onWritten(writing: Writing, to: string): void
  clock(): number
}

export function createToClients({ phones, keys, signal, mailbox, speaksLid, onWritten, clock }: ToClientsParts) {
  const sent = new Map<string, { writing: Writing; to: Address }>()

  const nameOf = (number: string) =>
    phones.name(number) ?? names[Math.floor(draw('name', number) * names.length)] ?? 'Amina'

  const typeOf = (message: Message) =>
    message.imageMessage || message.documentMessage || message.videoMessage || message.audioMessage ? 'media' : 'text'

  const sealFor = async (writing: Writing, device: Linked, id: string, bundle?: Bundle): Promise<void> => {
    const owner = { number: writing.from, device: 0 }
    const fresh = bundle ?? (signal.hasSession(owner, device) ? undefined : keys.bundle(device))
    if (fresh) await signal.begin(owner, device, fresh)
    const sealed = await signal.seal(owner, device, pack(writing.message))
    const dueAt = writing.dueAt ?? clock()
    const attrs = {
      ...(speaksLid(writing.from)
        ? { from: lidJid(writing.from), sender_pn: pnJid(writing.from), addressing_mode: 'lid' }
        : { from: pnJid(writing.from), sender_lid: lidJid(writing.from) }),
      id,
      t: seconds(Math.max(dueAt, clock())),
      type: typeOf(writing.message),
      notify: nameOf(writing.from),
      ...writing.attrs,
    }
    sent.set(`${id} ${device.number}:${device.device}`, { writing, to: device })
    if (sent.size > remembered) sent.delete(sent.keys().next().value ?? '')
    const enc = node('enc', { v: 2, type: sealed.type }, sealed.body)
    mailbox.put(device, node('message', attrs, [enc, ...(writing.also ?? [])]), dueAt)
  }

  /** Writes to one device only. */
  const writeToDevice = async (writing: Writing, device: Linked): Promise<string> => {
    const id = writing.id ?? newId()
    await sealFor(writing, device, id)
    return id
  }

  return {
    nameOf,
    writeToDevice,
    put: (to: Address, stanza: Node): void => mailbox.put(to, stanza),
    /** Writes to every linked device of a phone. Returns the WhatsApp id. */
    async write(writing: Writing, to: string): Promise<string> {
      const id = writing.id ?? newId()
      onWritten(writing, to)
      for (const device of phones.devicesOf(to)) await sealFor(writing, device, id)
      return id
    },
    /** A linked device could not read one of these messages: a new session beside the old one, the same id. False when it is not ours. */
    async again(device: Linked, receipt: Node): Promise<boolean> {
      const known = sent.get(`${receipt.attrs.id} ${device.number}:${device.device}`)
      if (!known) return false
      const brought = child(receipt, 'keys')
      const key = child(brought, 'key')
      const bundle: Bundle | undefined = brought && {
        registrationId: uint(child(receipt, 'registration')) ?? device.registrationId,
        identity: bytes(child(brought, 'identity')) ?? device.identity,
        signedPreKey: device.signedPreKey,
        preKey: key && { id: uint(child(key, 'id')) ?? 0, value: bytes(child(key, 'value')) ?? Buffer.alloc(0) },
      }
      await sealFor({ ...known.writing, dueAt: clock() }, device, receipt.attrs.id ?? '', bundle ?? keys.bundle(device))
      return true
    },
    /** Passes a sealed copy from one linked device on to another. */
    relay(from: Address, to: Linked, stanza: Node, sealed: Node[], place: Place): void {
      const isOwn = from.number === to.number
      const identity = child(stanza, 'device-identity')
      const author = jidOf(from, place.isLid)
      const other = place.isLid ? { participant_pn: pnJid(from.number) } : { participant_lid: lidJid(from.number) }
      const sides =
        place.group === undefined
          ? {
              from: jidOf(from, false),
              sender_lid: lidJid(from.number, from.device),
              recipient: isOwn ? stanza.attrs.to : undefined,
            }
          : { from: place.group, participant: author, addressing_mode: place.isLid ? 'lid' : 'pn', ...other }
      const { id, type } = stanza.attrs
      const attrs = { ...sides, id, t: seconds(clock()), type, notify: nameOf(from.number) }
      mailbox.put(to, node('message', attrs, identity ? [...sealed, identity] : sealed))
    },
  }
}

export type ToClients = ReturnType<typeof createToClients>
