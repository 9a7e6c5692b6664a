// What contacts send of their own accord: texts, pictures and files to a linked number or into a group, and the news of
// a new phone.
import { DakiyaError } from '@contract/errors.ts'
import type { Written } from '../control/control.ts'
import type { Phones } from '../phones/phones.ts'
import { type Address, deviceKey, jidOf, lidJid, pnJid } from '../wire/address.ts'
import type { FileFields, FileInfo } from '../wire/seal-file.ts'
import { type Node, node, seconds } from '../wire/wire.ts'
import { type Message, newId, pack } from './content.ts'
import type { Groups } from './groups.ts'
import type { Signal } from './signal.ts'
import type { ToClients } from './to-clients.ts'

export interface OutgoingParts {
  toClients: ToClients
  signal: Signal
  groups: Groups
  phones: Phones
  attach(plain: Buffer, info: FileInfo, kind: string): FileFields
  /** True when this phone has written to this number. */
  knows(phone: string, number: string): boolean
  /** Somebody wrote into a group. */
  onGroup(group: string, from: string, message: Message): void
  clock(): number
}

export function createOutgoing({ toClients, signal, groups, phones, attach, knows, onGroup, clock }: OutgoingParts) {
  const messageOf = ({ text, image, document, fileName }: Written): Message => {
    if (image)
      return { imageMessage: { ...attach(image, 'Image', 'image'), mimetype: 'image/jpeg', caption: text ?? null } }
    if (document) {
      const name = fileName ?? 'document.pdf'
      const mimetype = name.endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream'
      return {
        documentMessage: {
          ...attach(document, 'Document', 'document'),
          mimetype,
          fileName: name,
          caption: text ?? null,
        },
      }
    }
    return { conversation: text ?? '' }
  }

  /** News of somebody for the linked devices that know them: their own, and those they have a chat with. */
  const tellAll = (number: string, type: string, id: string, news: Node, except?: Address) => {
    const attrs = { from: pnJid(number), type, id, t: seconds(clock()) }
    for (const phone of phones.list()) {
      if (phone.number !== number && !knows(phone.number, number)) continue
      for (const device of phones.devicesOf(phone.number)) {
        if (except && deviceKey(except) === deviceKey(device)) continue
        toClients.put(device, node('notification', attrs, [news]))
      }
    }
  }

  const writeToGroup = async (from: string, groupId: string, message: Message): Promise<string> => {
    const group = groups.find(groupId)
    if (!group) throw new DakiyaError('NOT_FOUND', 'There is no such group.')
    if (!groups.isIn(group, from)) throw new DakiyaError('CONFLICT', `${from} is not in this group.`)
    const id = newId()
    onGroup(groupId, from, message)
    const author = { number: from, device: 0 }
    const isLid = group.addressing === 'lid'
    const { body, distribution } = await signal.sealGroup(author, groupId, pack(message))
    const key: Message = {
      senderKeyDistributionMessage: { groupId, axolotlSenderKeyDistributionMessage: distribution },
    }
    const skmsg = node('enc', { v: 2, type: 'skmsg' }, body)
    const attrs = {
      from: groupId,
      participant: jidOf(author, isLid),
      ...(isLid ? { participant_pn: pnJid(from) } : { participant_lid: lidJid(from) }),
      addressing_mode: group.addressing,
      sender_lid: undefined,
    }
    for (const member of group.members) {
      for (const device of phones.devicesOf(member.number)) {
        if (member.number !== from)
          await toClients.writeToDevice({ from, message: key, id, attrs, also: [skmsg] }, device)
      }
    }
    return id
  }

  return {
    /** Returns the WhatsApp id. */
    async write({
      from,
      to,
      group,
      message,
    }: {
      from: string
      to: string
      group: string | undefined
      message: Written
    }): Promise<string> {
      const written = messageOf(message)
      if (group !== undefined) return writeToGroup(from, group, written)
      if (phones.devicesOf(to).length === 0) throw new DakiyaError('CONFLICT', `No device is linked to ${to}.`)
      return toClients.write({ from, message: written }, to)
    },
    /** Tells every linked device that somebody has a new phone, hence a new identity. */
    tellNewIdentity: (number: string, id: string): void => tellAll(number, 'encrypt', id, node('identity')),
    /** Tells the others that a phone has one linked device more or less. */
    tellLinked(change: 'add' | 'remove', address: Address, keyIndex: number, id: string): void {
      const device = node('device', { jid: pnJid(address.number, address.device), 'key-index': keyIndex })
      tellAll(address.number, 'devices', id, node(change, { device_hash: id }, [device]), address)
    },
    /** Tells every linked device that somebody has linked or removed devices. */
    tellDevices(number: string, count: number, id: string): void {
      const devices = Array.from({ length: count }, (_, device) => node('device', { jid: pnJid(number, device) }))
      tellAll(number, 'devices', id, node('update', { hash: `${count}` }, devices))
    },
  }
}
