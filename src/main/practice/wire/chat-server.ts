// The chat server: every connected client from its handshake to its end. Registers those without a link, logs in those
// with one, and hands their stanzas to whoever they concern. Faults of the connection strike here.
//
// A device is `present` from the moment it asked for its waiting messages; only then does its mailbox speak.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { conflict, createFaultInjector } from '../control/fault-injector.ts'
import type { Faults, When } from '../control/faults.ts'
import type { Ledger } from '../ledger.ts'
import type { FromClients } from '../people/from-clients.ts'
import type { Receipts } from '../people/receipts.ts'
import type { ToClients } from '../people/to-clients.ts'
import { type Deliver, type Mailbox, markOf } from '../phones/mailbox.ts'
import type { PairingCodes } from '../phones/pairing-code.ts'
import type { Linked, Phones } from '../phones/phones.ts'
import type { Registration } from '../phones/registration.ts'
import { type Address, deviceKey, lidJid } from './address.ts'
import { type Connection, createConnection, type Hello } from './connection.ts'
import type { ServerIdentity } from './noise.ts'
import type { Queries } from './queries.ts'
import { child, children, first, type Node, node, proto, result, seconds, server } from './wire.ts'

export interface ChatParts {
  identity: ServerIdentity
  faults: Faults
  ledger: Ledger
  mailbox: Mailbox
  phones: Phones
  registration: Registration
  pairingCodes: PairingCodes
  receipts: Receipts
  toClients: ToClients
  fromClients(): FromClients
  queries(): Queries
  /** Sends a newly linked device what its phone knows. */
  giveHistory(device: Linked): Promise<void>
  /** A device was removed. */
  onUnlinked(address: Address): void
  clock(): number
  log(event: string, details?: Record<string, unknown>): void
}

export function createChat(parts: ChatParts) {
  const { identity, faults, ledger, mailbox, phones, registration, pairingCodes, receipts, toClients } = parts
  const { fromClients, queries, giveHistory, onUnlinked, clock, log } = parts
  let nextId = 1
  const open = new Set<Connection>()
  const delivers = new Map<Connection, Deliver>()

  const linkedOf = (connection: Connection): Linked | undefined => connection.device && phones.find(connection.device)
  const keyOf = (connection: Connection) => (connection.device ? deviceKey(connection.device) : '')
  const ofNumber = (number: string | undefined) =>
    [...open].filter((each) => each.device && (number === undefined || each.device.number === number))

  const sayAndClose = (connection: Connection, stanza: Node) => {
    connection.resume()
    connection.send(stanza)
    connection.close()
  }

  /** Removes a link: the device is told, its keys and its mail are gone. */
  const unlink = (address: Address, farewell: Node | undefined) => {
    for (const connection of ofNumber(address.number)) {
      if (connection.device?.device !== address.device) continue
      if (farewell) sayAndClose(connection, farewell)
      else connection.close()
    }
    mailbox.discard(address)
    phones.unlink(address)
    onUnlinked(address)
  }

  const faultInjector = createFaultInjector({
    faults,
    ofNumber,
    sayAndClose,
    unlink: (address) => unlink(address, conflict('device_removed', 401)),
    clock,
    log,
  })
  const skew = (stanza: Node, number: string): Node => {
    const fault = stanza.attrs.t === undefined ? undefined : faults.peek('clock-skew', number)
    if (!fault) return stanza
    return {
      ...stanza,
      attrs: { ...stanza.attrs, t: String(Number(stanza.attrs.t) + Math.round((fault.afterMs ?? 0) / 1000)) },
    }
  }

  const logIn = (connection: Connection, number: string, device: number) => {
    const linked = phones.find({ number, device })
    const ban = faultInjector.ban(number)
    if (ban) return sayAndClose(connection, ban)
    if (!linked?.noiseKey.equals(connection.noiseKey)) {
      return sayAndClose(connection, node('failure', { reason: 401, location: 'practice' }))
    }
    for (const older of ofNumber(number)) {
      if (older.device?.device !== device) continue
      if (faultInjector.isStalled(older)) older.cut()
      else sayAndClose(older, conflict('replaced'))
    }
    connection.device = { number, device }
    const t = seconds(clock())
    connection.send(
      node('success', { t, lid: lidJid(number, device), props: 27, companion_enc_static: '', location: 'practice' }),
    )
    const routing = node('routing_info', {}, Buffer.from('practice'))
    connection.send(node('ib', { from: server }, [node('edge_routing', {}, [routing])]))
    faultInjector.atLogin(connection, number)
  }

  const onHello = (connection: Connection, { payload }: Hello) => {
    const hello = proto.ClientPayload.decode(payload)
    if (hello.devicePairingData) registration.welcome(connection, hello)
    else logIn(connection, String(hello.username ?? ''), hello.device ?? 0)
  }

  /** The device is back and asks for what it missed. */
  const onActive = (connection: Connection, device: Linked) => {
    if (!connection.isOpen() || delivers.has(connection)) return
    const deliver: Deliver = (stanza) => connection.send(stanza)
    delivers.set(connection, deliver)
    const count = mailbox.open(device, deliver)
    connection.send(node('ib', { from: server }, [node('offline', { count })]))
    if (device.hasHistory) return
    giveHistory(device).catch((error: unknown) => log('history failed', { reason: String(error) }))
  }

  const onReceipt = async (connection: Connection, device: Linked, stanza: Node) => {
    const others = children(first(stanza), 'item').map((item) => item.attrs.id)
    for (const id of [stanza.attrs.id, ...others]) mailbox.acknowledge(device, markOf('message', { id }, undefined))
    connection.send(
      node('ack', { class: 'receipt', id: stanza.attrs.id, from: stanza.attrs.to, type: stanza.attrs.type }),
    )
    if (stanza.attrs.type === 'retry' && (await toClients.again(device, stanza))) return
    receipts.pass(device, stanza)
  }

  const onApplicant = (connection: Connection, stanza: Node) => {
    if (registration.answer(connection, stanza)) return
    const code = child(stanza, 'link_code_companion_reg')
    if (code) pairingCodes.query(connection, stanza, code)
    else if (stanza.tag === 'iq' && stanza.attrs.type !== 'result') connection.send(result(stanza))
  }

  const onStanza = (connection: Connection, stanza: Node) => {
    ledger.write('in', keyOf(connection), stanza)
    const device = linkedOf(connection)
    if (!device) return onApplicant(connection, stanza)
    const { tag, attrs } = stanza
    if (tag === 'message') fromClients().take(connection, device, stanza)
    else if (tag === 'iq' && (attrs.type === 'get' || attrs.type === 'set' || !attrs.type))
      queries().answer(connection, stanza, device)
    else if (tag === 'receipt') void onReceipt(connection, device, stanza)
    // A nack of a message follows its retry receipt, which has put a new letter into the box.
    else if (tag === 'ack' && !attrs.error) mailbox.acknowledge(device, markOf(attrs.class ?? '', attrs, attrs.to))
  }

  const onEnd = (connection: Connection, reason: string) => {
    log('closed', { connection: connection.id, reason })
    open.delete(connection)
    faultInjector.forget(connection)
    registration.forget(connection)
    pairingCodes.forget(connection)
    const deliver = delivers.get(connection)
    delivers.delete(connection)
    if (deliver && connection.device) mailbox.close(connection.device, deliver)
  }

  return {
    attach(ws: WebSocket, line: Duplex): void {
      const onSent = (connection: Connection, stanza: Node) => ledger.write('out', keyOf(connection), stanza)
      const alter = (connection: Connection, stanza: Node) => skew(stanza, connection.device?.number ?? '')
      open.add(createConnection({ id: nextId++, ws, line, identity, alter, onHello, onStanza, onSent, onEnd }))
    },
    strikes: (connection: Connection, device: Linked, when: When): boolean =>
      faultInjector.strikes(connection, device.number, when),
    onActive,
    unlink,
    farewell: () => conflict('device_removed', 401),
    resume: faultInjector.resume,
    /** How many lines are open, linked or not. */
    count: (): number => open.size,
    cutAll(): void {
      for (const connection of [...open]) connection.cut()
    },
  }
}
