// The chat server: every connected client from its handshake to its end. Registers those without a link, logs in those
// with one, and hands their stanzas to whoever they concern. Faults of the connection strike here.
//
// A device is `present` from the moment it asked for its waiting messages; only then does its mailbox speak.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Address, deviceKey, lidJid } from './address.ts'
import { type Connection, createConnection, type Hello } from './connection.ts'
import type { Fault, Faults, When } from './faults.ts'
import type { FromClients } from './from-clients.ts'
import { firstHistory, type Past } from './history.ts'
import type { Ledger } from './ledger.ts'
import { type Deliver, type Mailbox, markOf } from './mailbox.ts'
import type { ServerIdentity } from './noise.ts'
import type { PairingCodes } from './pairing-code.ts'
import type { Linked, Phones } from './phones.ts'
import type { Queries } from './queries.ts'
import type { Receipts } from './receipts.ts'
import type { Registration } from './registration.ts'
import type { ToClients } from './to-clients.ts'
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
  past(number: string): Past[]
  /** A device was removed. */
  onUnlinked(address: Address): void
  clock(): number
  log(event: string, details?: Record<string, unknown>): void
}

const conflict = (type: string, code?: number) => node('stream:error', { code }, [node('conflict', { type })])

export function createChat(parts: ChatParts) {
  const { identity, faults, ledger, mailbox, phones, registration, pairingCodes, receipts, toClients } = parts
  const { fromClients, queries, past, onUnlinked, clock, log } = parts
  let nextId = 1
  const open = new Set<Connection>()
  const delivers = new Map<Connection, Deliver>()
  const stalled = new Map<Connection, number>()

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

  const refuseLogin = (connection: Connection, attrs: Record<string, string | number | undefined>) =>
    sayAndClose(connection, node('failure', attrs))

  const banOf = (fault: Fault) => {
    const code = fault.code ?? 403
    const isForAWhile = code === 402
    return {
      reason: code,
      location: 'practice',
      ...(isForAWhile && { code: 101, expire: Math.ceil((fault.afterMs ?? 3_600_000) / 1000) }),
    }
  }

  const strike = (fault: Fault, connection: Connection) => {
    log('fault', { kind: fault.kind, connection: connection.id })
    const strikes: Record<string, () => void> = {
      drop: () => connection.cut(),
      stall: () => {
        connection.stall()
        stalled.set(connection, fault.id)
      },
      'half-close': () => connection.halfClose(),
      garbage: () =>
        connection.garble(Buffer.from([0, 0, 24, ...Array.from({ length: 24 }, (_, i) => (i * 73 + 11) & 0xff)])),
      'stream-error': () => sayAndClose(connection, node('stream:error', { code: fault.code ?? 503 })),
      replaced: () => sayAndClose(connection, conflict('replaced')),
      'logged-out': () => connection.device && unlink(connection.device, conflict('device_removed', 401)),
      banned: () => refuseLogin(connection, banOf(fault)),
    }
    strikes[fault.kind]?.()
  }

  const strikeSoon = (fault: Fault, targets: () => Connection[]) => {
    const hit = () => {
      const concerned = faults.has(fault.id) ? targets().filter((each) => each.isOpen()) : []
      if (concerned.length > 0 && faults.strike(fault)) for (const connection of concerned) strike(fault, connection)
    }
    // At once means after what is being said now.
    setTimeout(hit, fault.afterMs ?? 0).unref()
  }
  faults.onAdded((fault) => {
    if (fault.kind === 'banned') for (const connection of ofNumber(fault.device)) strike(fault, connection)
    if (fault.kind === 'reachout-timelock')
      for (const connection of ofNumber(fault.device)) tellTimelock(connection, fault)
    if (faults.isConnectionKind(fault.kind) && fault.when === 'now') strikeSoon(fault, () => ofNumber(fault.device))
  })

  const tellTimelock = (connection: Connection, fault: Fault) => {
    const ends = Math.floor((clock() + (fault.afterMs ?? 3_600_000)) / 1000)
    const lock = { is_active: true, time_enforcement_ends: String(ends), enforcement_type: 'RESTRICT_ALL_COMPANIONS' }
    const said = JSON.stringify({ data: { xwa2_notify_account_reachout_timelock: lock } })
    const attrs = { from: server, type: 'mex', id: `timelock${fault.id}`, t: seconds(clock()) }
    const update = node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, Buffer.from(said))
    connection.send(node('notification', attrs, [update]))
  }

  const logIn = (connection: Connection, number: string, device: number) => {
    const linked = phones.find({ number, device })
    const ban = faults.take('banned', number)
    if (ban) return refuseLogin(connection, banOf(ban))
    if (!linked?.noiseKey.equals(connection.noiseKey))
      return refuseLogin(connection, { reason: 401, location: 'practice' })
    for (const older of ofNumber(number)) {
      if (older.device?.device !== device) continue
      if (stalled.has(older)) older.cut()
      else sayAndClose(older, conflict('replaced'))
    }
    connection.device = { number, device }
    const t = seconds(clock())
    connection.send(
      node('success', { t, lid: lidJid(number, device), props: 27, companion_enc_static: '', location: 'practice' }),
    )
    const routing = node('routing_info', {}, Buffer.from('practice'))
    connection.send(node('ib', { from: server }, [node('edge_routing', {}, [routing])]))
    for (const fault of faults.waiting(number, 'now')) strikeSoon(fault, () => [connection])
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
    phones.gaveHistory(device)
    const message = firstHistory(device, phones.name(device.number) ?? '', past(device.number))
    const writing = { from: device.number, message, attrs: { category: 'peer', sender_lid: undefined } }
    toClients.writeToDevice(writing, device).catch((error: unknown) => log('history failed', { reason: String(error) }))
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
    stalled.delete(connection)
    registration.forget(connection)
    pairingCodes.forget(connection)
    const deliver = delivers.get(connection)
    delivers.delete(connection)
    if (deliver && connection.device) mailbox.close(connection.device, deliver)
  }

  return {
    attach(ws: WebSocket, line: Duplex): void {
      const onSent = (connection: Connection, stanza: Node) => ledger.write('out', keyOf(connection), stanza)
      open.add(createConnection({ id: nextId++, ws, line, identity, onHello, onStanza, onSent, onEnd }))
    },
    /** Lets faults of the connection that wait for this moment strike; true when the client must not be heard further. */
    strikes(connection: Connection, device: Linked, when: When): boolean {
      const hits = faults.waiting(device.number, when).filter((fault) => faults.strike(fault))
      for (const fault of hits) strike(fault, connection)
      return hits.some((fault) => fault.kind !== 'garbage')
    },
    onActive,
    unlink,
    farewell: () => conflict('device_removed', 401),
    /** Stalled lines speak again: those of one fault, or all. */
    resume(fault?: number): void {
      for (const [connection, id] of stalled) {
        if (fault !== undefined && fault !== id) continue
        stalled.delete(connection)
        connection.resume()
      }
    },
    /** How many lines are open, linked or not. */
    count: (): number => open.size,
    cutAll(): void {
      for (const connection of [...open]) connection.cut()
    },
  }
}

export type Chat = ReturnType<typeof createChat>
