// Messages of linked devices: acknowledged first, opened by their recipients afterwards, so that the client never waits
// for our Signal. Each recipient device opens its own copy; one that cannot asks again.

import type { Faults, When } from '../control/faults.ts'
import type { Ledger } from '../ledger.ts'
import type { Linked, Phones } from '../phones/phones.ts'
import { type Address, deviceKey, person, type Target, target } from '../wire/address.ts'
import type { Connection } from '../wire/connection.ts'
import type { Media } from '../wire/media-server.ts'
import { bytes, child, children, type Node, node, proto, seconds } from '../wire/wire.ts'
import type { Behaviour } from './behaviour.ts'
import type { Chats } from './chats.ts'
import { say, unpack, unwrap } from './content.ts'
import type { Groups } from './groups.ts'
import type { Place, Receipts } from './receipts.ts'
import type { ReceivedMessages } from './received.ts'
import type { Signal } from './signal.ts'
import type { ToClients } from './to-clients.ts'

export interface FromClientsParts {
  behaviour: Behaviour
  faults: Faults
  groups: Groups
  ledger: Ledger
  media: Media
  phones: Phones
  receipts: Receipts
  received: ReceivedMessages
  signal: Signal
  chats: Chats
  toClients: ToClients
  exists(number: string): boolean
  clock(): number
  /** Lets faults of the connection that wait for this moment strike; true when the line is gone by it. */
  strikes(connection: Connection, device: Linked, when: When): boolean
  log(event: string, details?: Record<string, unknown>): void
}

interface Copy {
  to: Address
  enc: Node
}

/** One accepted stanza. */
interface Mail {
  device: Linked
  stanza: Node
  meant: Target
  place: Place
  at: number
}

const notAllowed = 405
const reachOut = 463
const loneAckMs = 500

export function createFromClients(parts: FromClientsParts) {
  const { behaviour, faults, groups, ledger, media, phones, receipts, received, signal, chats, toClients } = parts
  const { exists, clock, strikes, log } = parts
  let acks = 0
  const held = new Map<Connection, { stanza: Node; timer: NodeJS.Timeout }>()
  const work: (() => Promise<void>)[] = []
  let isWorking = false

  /** One thing after another, letting the sockets speak in between. */
  const run = async () => {
    if (isWorking) return
    isWorking = true
    for (let job = work.shift(); job; job = work.shift()) {
      await new Promise((resolve) => setImmediate(resolve))
      await job().catch((error: unknown) => log('recipient failed', { reason: String(error) }))
    }
    isWorking = false
  }

  const ack = (connection: Connection, stanza: Node, error?: number) => {
    acks += 1
    const { id, to, participant } = stanza.attrs
    connection.send(node('ack', { class: 'message', id, from: to, participant, t: seconds(clock()), error }))
  }

  /** Acks held back by two and given in the wrong order; a lone one goes out after a moment. */
  const hold = (connection: Connection, stanza: Node) => {
    const before = held.get(connection)
    if (!before) {
      const timer = setTimeout(() => {
        held.delete(connection)
        ack(connection, stanza)
      }, loneAckMs)
      held.set(connection, { stanza, timer })
      return
    }
    clearTimeout(before.timer)
    held.delete(connection)
    ack(connection, stanza)
    ack(connection, before.stanza)
  }

  /** True when neither has written to the other before. */
  const isNewChat = (device: Linked, number: string) =>
    number !== device.number &&
    !received.hasChat(device.number, number) &&
    !signal.hasSession({ number, device: 0 }, device)

  /** An error that this message meets instead of being accepted. */
  const refusalOf = (device: Linked, stanza: Node, meant: Target): number | undefined => {
    if (meant.kind === 'status' || meant.kind === 'channel' || meant.kind === 'unknown') return notAllowed
    if (stanza.attrs.category === 'peer') return undefined
    const fault = faults.take('ack-error', device.number)
    if (fault) return fault.code ?? reachOut
    if (meant.kind === 'person' && faults.peek('reachout-timelock', device.number) && isNewChat(device, meant.number)) {
      faults.take('reachout-timelock', device.number)
      return reachOut
    }
    const cap = faults.peek('new-chat-cap', device.number)
    if (cap && meant.kind === 'person' && isNewChat(device, meant.number)) {
      if (cap.struck >= (cap.count ?? 0)) return reachOut
      cap.struck += 1
    }
    return undefined
  }

  const copiesOf = (stanza: Node, meant: Target): Copy[] => {
    const direct = child(stanza, 'enc')
    const named = children(child(stanza, 'participants'), 'to').flatMap((each) => {
      const to = person(each.attrs.jid)
      const enc = child(each, 'enc')
      return to && enc ? [{ to, enc }] : []
    })
    if (!direct || direct.attrs.type === 'skmsg') return named
    const one = person(stanza.attrs.participant) ?? (meant.kind === 'person' ? meant : undefined)
    return one ? [...named, { to: one, enc: direct }] : named
  }

  const deliver = async (mail: Mail, reader: Address, message: proto.Message): Promise<void> => {
    const { device, place, at, meant } = mail
    if (reader.number === device.number && meant.kind !== 'group') return
    const said = say(message)
    let entry = received.find(device.number, place.id)
    if (!entry) {
      const to = place.group ?? reader.number
      const raw = proto.Message.toObject(message, { bytes: String, longs: String, enums: String })
      entry = received.record(device.number, place.id, to, said, raw, at)
      const opened = said.attachment && (await media.open(said.attachment))
      if (opened) {
        entry.bytes = opened.bytes
        entry.sha256 = opened.sha256
        received.change(entry)
      }
    }
    const isNew = received.isNew(entry, deviceKey(reader))
    const isFirstOfReader = entry.readers.filter((each) => each.startsWith(`${reader.number}:`)).length === 1
    ledger.write('note', deviceKey(reader), node('opened', { id: place.id, from: device.number, new: String(isNew) }))
    if (said.kind === 'protocol' || !isNew) return
    if (!isFirstOfReader) {
      receipts.alsoDelivered(place, reader, behaviour.wishes(reader.number))
      return
    }
    const outcome = behaviour.outcome(reader.number)
    receipts.follow(place, reader, outcome, said.kind === 'audio')
    chats.outcome(entry.seq, outcome)
    if (outcome.reply && outcome.deliverAfterMs !== undefined) {
      const dueAt = clock() + (outcome.readAfterMs ?? outcome.deliverAfterMs) + 200
      await toClients.write({ from: reader.number, message: { conversation: outcome.reply }, dueAt }, device.number)
    }
  }

  /** One recipient device opens its copy. */
  const open = async (mail: Mail, { to, enc }: Copy): Promise<void> => {
    const { device, stanza, place } = mail
    const linked = phones.find(to)
    if (linked) {
      const isOther = deviceKey(linked) !== deviceKey(device)
      if (isOther && place.group === undefined) toClients.relay(device, linked, stanza, [enc], place)
      return
    }
    if (!exists(to.number)) return
    const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg'
    const body = bytes(enc)
    const isAsked = to.number !== device.number && faults.take('retry-receipt', device.number)
    try {
      if (!body || isAsked) throw new Error('unreadable')
      const message = unpack(await signal.open(to, device, type, body))
      const key = message.senderKeyDistributionMessage
      if (key?.axolotlSenderKeyDistributionMessage && key.groupId) {
        await signal.learnGroup(to, key.groupId, device, key.axolotlSenderKeyDistributionMessage)
      }
      const inner = proto.Message.fromObject(unwrap(message))
      const isOnlyKey = key && !say(inner).attachment && say(inner).kind === 'unknown'
      if (!isOnlyKey) await deliver(mail, to, inner)
    } catch (error) {
      const asked = receipts.askAgain(place, to)
      log('unreadable', {
        id: place.id,
        device: to.device,
        type,
        asked,
        reason: error instanceof Error ? error.message : '',
      })
    }
  }

  /** Every member of a group opens the one copy that all share. */
  const openGroup = async (mail: Mail, enc: Node, copies: Copy[]): Promise<void> => {
    const { device, stanza, place } = mail
    const body = bytes(enc)
    if (!body || place.group === undefined) return
    for (const reader of groups.readers(place.group, device)) {
      const linked = phones.find(reader)
      if (linked) {
        const own = copies.filter((copy) => deviceKey(copy.to) === deviceKey(linked)).map((copy) => copy.enc)
        toClients.relay(device, linked, stanza, [...own, enc], place)
        continue
      }
      try {
        const message = unpack(await signal.openGroup(reader, place.group, device, body))
        if (reader.number !== device.number) await deliver(mail, reader, proto.Message.fromObject(unwrap(message)))
      } catch {
        if (reader.number !== device.number) receipts.askAgain(place, reader)
      }
    }
  }

  const acceptable = (connection: Connection, device: Linked, stanza: Node, meant: Target): boolean => {
    if (strikes(connection, device, 'message')) return false
    const error = refusalOf(device, stanza, meant)
    if (error === undefined) return true
    ack(connection, stanza, error)
    return false
  }

  const answer = (connection: Connection, device: Linked, stanza: Node) => {
    if (strikes(connection, device, 'accepted')) return
    if (faults.take('no-ack', device.number)) return
    const slow = faults.take('slow-ack', device.number)
    if (slow) setTimeout(() => ack(connection, stanza), slow.afterMs ?? 3_000).unref()
    else if (faults.take('reorder-acks', device.number)) hold(connection, stanza)
    else ack(connection, stanza)
  }

  return {
    /** A `<message>` of a linked device. */
    take(connection: Connection, device: Linked, stanza: Node): void {
      const meant = target(stanza.attrs.to)
      if (!acceptable(connection, device, stanza, meant)) return
      const id = stanza.attrs.id ?? ''
      const isPeer = stanza.attrs.category === 'peer'
      if (!isPeer) received.count(device.number, id)
      if (meant.kind === 'person') received.meet(device.number, meant.number)
      answer(connection, device, stanza)
      const group = meant.kind === 'group' ? meant.id : undefined
      const isLid = meant.kind === 'person' ? meant.isLid : stanza.attrs.addressing_mode === 'lid'
      const sender = { number: device.number, device: device.device }
      const mail: Mail = { device, stanza, meant, place: { sender, id, group, isLid }, at: clock() }
      work.push(async () => {
        const copies = copiesOf(stanza, meant)
        for (const copy of copies) await open(mail, copy)
        const shared = children(stanza, 'enc').find((each) => each.attrs.type === 'skmsg')
        if (shared) await openGroup(mail, shared, copies)
      })
      void run()
    },
    /** Resolves when everything accepted so far has been opened, or after `mostMs`. */
    idle(mostMs: number): Promise<void> {
      if (!isWorking) return Promise.resolve()
      return new Promise((resolve) => {
        work.push(async () => resolve())
        setTimeout(resolve, mostMs).unref()
      })
    },
    acks: (): number => acks,
    clear(): void {
      acks = 0
      work.length = 0
    },
  }
}

export type FromClients = ReturnType<typeof createFromClients>
