// A WhatsApp of one's own on 127.0.0.1: joins the parts, listens, and keeps its state in its data dir. This is the only
// place that knows all of them.

import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import selfsigned from 'selfsigned'
import { WebSocketServer } from 'ws'
import { createAttach } from './attach.ts'
import { createBehaviour } from './behaviour.ts'
import { createChat } from './chat.ts'
import { addControl, type Steering } from './control.ts'
import { createDoor, mayChat } from './door.ts'
import { createFaults } from './faults.ts'
import { createFiles } from './files.ts'
import { createFromClients } from './from-clients.ts'
import { createGroups } from './groups.ts'
import { createHistory } from './history.ts'
import { createKeys } from './keys.ts'
import { createLedger } from './ledger.ts'
import { createMailbox } from './mailbox.ts'
import { createMedia } from './media.ts'
import { createServerIdentity } from './noise.ts'
import { createOutgoing } from './outgoing.ts'
import { createPairingCodes } from './pairing-code.ts'
import { createPeople } from './people.ts'
import { createPhones } from './phones.ts'
import { createQueries } from './queries.ts'
import { createReceipts } from './receipts.ts'
import { createReceived } from './received.ts'
import { createRegistration } from './registration.ts'
import { createSignal } from './signal.ts'
import { createStore } from './store.ts'
import { createToClients } from './to-clients.ts'
import { createUsync } from './usync.ts'

export interface NetworkOptions {
  dataDir: string
  /** 0 or none: any free one. */
  port?: number
  seed?: number
  log?(event: string, details?: Record<string, unknown>): void
}

export interface Network {
  /** Where the control API answers. */
  url: string
  close(): Promise<void>
}

const drainMs = 5_000
const year = 365 * 86_400_000

async function makeCertificate(): Promise<{ key: string; certificate: string }> {
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ]
  const made = await selfsigned.generate([{ name: 'commonName', value: 'Dakiya practice network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + year),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { key: made.private, certificate: made.cert }
}

/** Starts the network. Rejects when the port is taken or the data dir cannot be used. */
export async function createNetwork({
  dataDir,
  port = 0,
  seed,
  log = () => undefined,
}: NetworkOptions): Promise<Network> {
  mkdirSync(dataDir, { recursive: true })
  const clock = () => Date.now()
  const store = createStore(dataDir)
  if (seed !== undefined || store.meta('seed') === undefined) store.setMeta('seed', String(seed ?? 1))
  // Keys belong to the network for life; only behaviour follows a seed given later.
  if (store.meta('secret') === undefined) store.setMeta('secret', `dakiya practice ${store.meta('seed')}`)
  const seedText = store.meta('seed') ?? '1'
  const secret = store.meta('secret') ?? ''

  let stanzas = 0
  const id = () => `P${(++stanzas).toString(16).toUpperCase()}-${clock().toString(36)}`
  const { key, certificate } = await makeCertificate()
  const identity = createServerIdentity(clock())
  const faults = createFaults(() => seedText, clock)
  const files = createFiles(dataDir)
  const isRefused = () => faults.takeAny('media-refused') !== undefined
  const media = await createMedia({
    dataDir,
    key,
    certificate,
    port: Number(store.meta('mediaPort') ?? 0),
    isRefused,
    log,
  })
  store.setMeta('mediaPort', String(media.port))

  const ledger = createLedger(store, clock)
  const behaviour = createBehaviour(store, () => seedText)
  const people = createPeople(store, () => secret)
  const phones = createPhones(store)
  const signal = createSignal(store, people)
  const mailbox = createMailbox(store, clock)
  await mailbox.load()
  const received = createReceived(store)
  const usync = createUsync({ behaviour, phones })
  const { exists } = usync
  const devicesOf = behaviour.devices
  const speaksLid = (number: string) => behaviour.wishes(number).lid === true
  const keys = createKeys({
    people,
    phones,
    exists,
    devicesOf,
    notify: (to, stanza) => mailbox.put(to, stanza),
    clock,
    id,
  })
  const groups = createGroups({ store, phones, mailbox, devicesOf, exists, clock, id })
  const receipts = createReceipts({ mailbox, people, phones, speaksLid, clock })
  const toClients = createToClients({ phones, keys, signal, mailbox, speaksLid, clock })
  const attach = createAttach(media, clock)
  const outgoing = createOutgoing({ toClients, signal, groups, phones, attach, knows: received.hasChat, clock })
  const registration = createRegistration({
    people,
    phones,
    clock,
    id,
    onLinked: (address) => outgoing.tellLinked('add', address, address.device, id()),
  })
  const pairingCodes = createPairingCodes({ people, registration, clock, id })
  const history = createHistory({ store, phones, toClients, attach, clock })
  const chat = createChat({
    identity,
    faults,
    ledger,
    mailbox,
    phones,
    registration,
    pairingCodes,
    receipts,
    toClients,
    giveHistory: history.give,
    onUnlinked: (address) => outgoing.tellLinked('remove', address, address.device, id()),
    clock,
    log,
    fromClients: () => fromClients,
    queries: () => queries,
  })
  const fromClients = createFromClients({
    behaviour,
    faults,
    groups,
    ledger,
    media,
    phones,
    receipts,
    received,
    signal,
    toClients,
    exists,
    clock,
    log,
    strikes: chat.strikes,
  })
  const queries = createQueries({
    usync,
    keys,
    ledger,
    faults,
    clock,
    mediaHost: media.host,
    groups: groups.answer,
    onActive: chat.onActive,
    onLogout: (device) => chat.unlink(device, undefined),
  })

  const steering: Steering = {
    describe: () => ({
      wsUrl: `ws://127.0.0.1:${ownPort()}/ws/chat`,
      ca: certificate,
      rootKey: identity.root.public.toString('base64'),
      filesUrl: `${url()}/files`,
    }),
    phones: phones.list,
    addPhone: phones.add,
    setHistory: history.setSize,
    scan: registration.scan,
    code: pairingCodes.enter,
    unlink(number, device) {
      const concerned = phones.devicesOf(number).filter((each) => device === undefined || each.device === device)
      for (const each of concerned) chat.unlink(each, chat.farewell())
      return concerned.map((each) => each.device)
    },
    async messages(filter) {
      await fromClients.idle(drainMs)
      return received.list(filter)
    },
    write: outgoing.write,
    patch(number, wishes) {
      const now = behaviour.patch(number, wishes)
      if (wishes.devices !== undefined && number !== '*') outgoing.tellDevices(number, wishes.devices, id())
      return now
    },
    reinstall(number) {
      people.reinstall(number)
      outgoing.tellNewIdentity(number, id())
    },
    groups: groups.list,
    addGroup(subject, members) {
      // A group that no phone is in would be seen by nobody.
      const isPhone = (each: string) => phones.name(each) !== undefined
      const linked = phones.list().filter((phone) => phone.devices.length > 0)
      const all = members.some(isPhone) ? members : [...linked.map((phone) => phone.number), ...members]
      return groups.create(subject, all.find(isPhone) ?? members[0] ?? '', all)
    },
    addFault: (order) => faults.add(order).id,
    faults: () =>
      faults.list().map(({ left, endsAt, ...fault }) => ({
        ...fault,
        left: Number.isFinite(left) ? left : null,
        endsAt: Number.isFinite(endsAt) ? endsAt : null,
      })),
    removeFault(faultId) {
      chat.resume(faultId)
      return faults.remove(faultId)
    },
    clearFaults() {
      faults.clear()
      chat.resume()
    },
    ledger: ledger.read,
    stats: () => ({
      connections: chat.count(),
      cpuMs: Math.round((process.threadCpuUsage().user + process.threadCpuUsage().system) / 1000),
      memory: { heapUsed: process.memoryUsage().heapUsed, rss: process.memoryUsage.rss() },
      ...received.stats(),
      acks: fromClients.acks(),
      stanzas: ledger.stats(),
      unknown: ledger.stats().unknown,
    }),
    expireMedia: media.clear,
    reset() {
      faults.clear()
      chat.cutAll()
      for (const part of [mailbox, received, ledger, behaviour, people, signal, receipts, fromClients, media])
        part.clear()
      store.wipe()
      for (const part of [mailbox, received, ledger, behaviour, people, signal]) part.clear()
      phones.load()
      groups.load()
      files.reset()
    },
    files,
  }

  const door = createDoor(() => ownPort(), log)
  addControl(door, steering)
  await door.ready()
  const http = createServer((request, response) => door.routing(request, response))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 32 * 1024 * 1024 })
  http.on('upgrade', (request, line: Duplex, head) => {
    const { host, origin } = request.headers
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path !== '/ws/chat' || !mayChat(host, origin, ownPort())) {
      line.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, line, head, (ws) => chat.attach(ws, line))
  })
  const ownPort = () => (http.address() as AddressInfo | null)?.port ?? port
  const url = () => `http://127.0.0.1:${ownPort()}`
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    await media.close()
    store.close()
    throw error
  }
  const ownUrl = url()
  log('listening', { url: ownUrl })

  return {
    url: ownUrl,
    async close() {
      chat.cutAll()
      mailbox.stopTimers()
      await fromClients.idle(drainMs)
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await door.close()
      await media.close()
      store.close()
    },
  }
}
