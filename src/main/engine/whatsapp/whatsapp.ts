// All connections of this PC, as the rest of the engine sees them: `transport` for the sender, `links` for the devices.
import './silence-libsignal.ts'
import { DakiyaError } from '@contract/errors.ts'
import { generateMessageIDV2 } from '@whiskeysockets/baileys'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Database } from '../database/open.ts'
import type { LinkNews, Links } from '../devices/devices.ts'
import type { Transport } from '../messages/messages.ts'
import type { NounWith } from '../noun.ts'
import { type Connection, createConnection } from './connection/connection.ts'
import { createVersion, type FetchVersion } from './connection/version.ts'
import { createAuthStore } from './keys/auth-state.ts'
import type { Network } from './network.ts'
import type { Heard } from './receiving/heard.ts'
import { compose } from './sending/compose.ts'
import { lookup } from './sending/lookup.ts'
import type { Outbound } from './sending/outbound.ts'
import { relay } from './sending/relay.ts'

export type { Network }

export interface WhatsappDeps {
  database: Database
  network: Network
  clock: Clock
  random: Random
  events: Events
  log: Log
  /** The bytes of a message we sent, by its WhatsApp id; null when it is not ours or gone. */
  loadLetter: (waId: string) => Uint8Array | null
  /** Hears each text that comes in before WhatsApp gets our receipt; resolves when what must be kept of it is on disk. */
  heard: Heard
  /** How the present version of WhatsApp Web is learnt; only tests have another way. */
  fetchVersion?: FetchVersion
}

export type Whatsapp = ReturnType<typeof createWhatsapp>

export function createWhatsapp(deps: WhatsappDeps) {
  const { database, network, clock, random, events, log, loadLetter, heard } = deps
  const store = createAuthStore(database)
  const version = createVersion(deps)
  const connections = new Map<string, Connection>()
  let hear: (deviceId: string, news: LinkNews) => void = () => undefined

  function connection(deviceId: string): Connection {
    const known = connections.get(deviceId)
    if (known !== undefined) return known
    const tell = (news: LinkNews) => hear(deviceId, news)
    const made = createConnection({
      deviceId,
      network,
      store,
      clock,
      random,
      events,
      log,
      version,
      loadLetter,
      heard,
      tell,
    })
    connections.set(deviceId, made)
    return made
  }

  const outboundOf = (deviceId: string): Outbound | null => connections.get(deviceId)?.outbound() ?? null

  const transport: Transport = {
    isReady: (deviceId) => outboundOf(deviceId) !== null,
    newId: (deviceId) => generateMessageIDV2(outboundOf(deviceId)?.socket.user?.id),
    async lookup(deviceId, numbers) {
      const outbound = outboundOf(deviceId)
      if (outbound === null) return new Map(numbers.map((number) => [number, { onWhatsApp: null, address: null }]))
      return await lookup(outbound, numbers)
    },
    async compose(deviceId, content, to) {
      const outbound = outboundOf(deviceId)
      if (outbound === null) throw new Error('the device is not connected')
      return await compose(outbound.upload, content, to)
    },
    prepareAhead: async (deviceId, addresses) => await outboundOf(deviceId)?.recipients.prepareAhead(addresses),
    async relay(deviceId, letter) {
      const outbound = outboundOf(deviceId)
      if (outbound === null) return { kind: 'not-sent', reason: 'the device is not connected' }
      return await relay(outbound, letter)
    },
    async typing(deviceId, address, isTyping) {
      await outboundOf(deviceId)
        ?.socket.sendPresenceUpdate(isTyping ? 'composing' : 'paused', address)
        .catch(() => undefined)
    },
  }

  const links: Links = {
    isReady: (deviceId) => outboundOf(deviceId) !== null,
    listen(listener) {
      hear = listener
    },
    link(deviceId) {
      if (store.has(deviceId)) {
        if (outboundOf(deviceId) !== null) throw new DakiyaError('CONFLICT', 'The device is linked.')
        store.forget(deviceId)
      }
      connection(deviceId).open()
    },
    open: (deviceId) => connection(deviceId).open(),
    restart: (deviceId) => connection(deviceId).restart(),
    close: async (deviceId) => await connections.get(deviceId)?.close(),
    logout: async (deviceId) => (await connections.get(deviceId)?.logout()) ?? false,
    pairingCode: (deviceId, number) => connection(deviceId).pairingCode(number),
    async forget(deviceId) {
      await connections.get(deviceId)?.close()
      connections.delete(deviceId)
      store.forget(deviceId)
    },
  }

  return {
    transport,
    links,
    erase: {
      delete({ number, addresses }) {
        const users = store.forgetPerson(number, addresses)
        for (const deviceId of connections.keys()) {
          const outbound = outboundOf(deviceId)
          for (const user of users) outbound?.lists.del(user)
        }
        return {}
      },
    },
    /** Closes all connections, within seconds. */
    async close() {
      await Promise.all([...connections.values()].map((one) => one.close()))
      store.shut()
    },
  } satisfies NounWith
}
