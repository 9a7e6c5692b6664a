// The practice network for tests: started in-process on a fresh folder, and bare, unmodified Baileys linked to it.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPracticeClient, type PracticeClient } from '@main/practice/client.ts'
import { createNetwork, type NetworkOptions } from '@main/practice/network.ts'
import makeWASocket, {
  type AuthenticationCreds,
  Browsers,
  BufferJSON,
  type ConnectionState,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type UserFacingSocketConfig,
  WA_CERT_DETAILS,
  type WASocket,
} from '@whiskeysockets/baileys'
import { until } from './until.ts'

export { until }

export interface Practice {
  url: string
  dataDir: string
  client: PracticeClient
  /** Stops the network and starts it again on the same data dir and port. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A network in this process. Recipients answer at once unless told otherwise. */
export async function startPractice(options: Partial<NetworkOptions> = {}): Promise<Practice> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'practice-'))
  let network = await createNetwork({ seed: 1, ...options, dataDir })
  const { url } = network
  return {
    url,
    dataDir,
    client: createPracticeClient(url),
    async restart() {
      await network.close()
      network = await createNetwork({ seed: 1, ...options, dataDir, port: Number(new URL(url).port) })
    },
    async close() {
      await network.close()
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Creds and keys in memory, copied as a disk would copy them. */
export interface MemoryAuth {
  creds: AuthenticationCreds
  keys: SignalKeyStore
}

export function memoryAuth(): MemoryAuth {
  const held = new Map<string, string>()
  const keys: SignalKeyStore = {
    async get<Type extends keyof SignalDataTypeMap>(type: Type, ids: string[]) {
      const found: { [id: string]: SignalDataTypeMap[Type] } = {}
      for (const id of ids) {
        const value = held.get(`${type} ${id}`)
        if (value === undefined) continue
        const read: unknown = JSON.parse(value, BufferJSON.reviver)
        // Its JSON is protobuf's own, which writes bytes as base64.
        const isAppKey = type === 'app-state-sync-key'
        found[id] = (
          isAppKey ? proto.Message.AppStateSyncKeyData.fromObject(read as object) : read
        ) as SignalDataTypeMap[Type]
      }
      return found
    },
    async set(data: SignalDataSet) {
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries ?? {})) {
          if (value === null || value === undefined) held.delete(`${type} ${id}`)
          else held.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer))
        }
      }
    },
  }
  return { creds: initAuthCreds(), keys }
}

const silent = {
  level: 'silent',
  child: () => silent,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export interface Bare {
  sock: WASocket
  auth: MemoryAuth
  /** Every connection.update so far. */
  states: Partial<ConnectionState>[]
  qrs: string[]
  isOpen(): boolean
  /** The status code of the close, once it closed. */
  closeCode(): number | undefined
  /** Raw acks of messages, by id, with their error if there is one. */
  acks: Map<string, string | undefined>
  /** Messages that came in: who from, what, and whether live (`notify`) or from the time away (`append`). */
  heard: { from: string; text: string; type: string; id: string }[]
  end(): Promise<void>
}

const toConnect = async (practice: Practice) => {
  const { wsUrl, ca, rootKey } = await practice.client.network()
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'base64')
  return { wsUrl, ca }
}

/** One socket of unmodified Baileys at this network. */
export async function bareSocket(
  practice: Practice,
  auth: MemoryAuth,
  more: Partial<UserFacingSocketConfig> = {},
): Promise<Bare> {
  const { wsUrl, ca } = await toConnect(practice)
  const config: UserFacingSocketConfig = {
    waWebSocketUrl: wsUrl,
    auth,
    logger: silent,
    browser: Browsers.windows('Desktop'),
    fetchAgent: new Agent({ ca, keepAlive: true }),
    emitOwnEvents: false,
    markOnlineOnConnect: false,
    syncFullHistory: false,
    // A file of history names no host, and Baileys would look for it at WhatsApp's own.
    shouldSyncHistoryMessage: ({ directPath }) => !directPath,
    defaultQueryTimeoutMs: 10_000,
    ...more,
  }
  const sock = makeWASocket(config)
  const bare: Bare = {
    sock,
    auth,
    states: [],
    qrs: [],
    acks: new Map(),
    heard: [],
    isOpen: () => bare.states.some((state) => state.connection === 'open') && bare.closeCode() === undefined,
    closeCode() {
      const closed = bare.states.find((state) => state.connection === 'close')
      if (!closed) return undefined
      const error = closed.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined
      return error?.output?.statusCode ?? 0
    },
    end: () => sock.end(undefined),
  }
  sock.ev.on('connection.update', (state) => {
    bare.states.push(state)
    if (state.qr) bare.qrs.push(state.qr)
  })
  sock.ev.on('creds.update', (update) => void Object.assign(auth.creds, update))
  sock.ev.on('messages.upsert', ({ messages, type }) => {
    for (const { key, message } of messages) {
      const text = message?.conversation ?? message?.extendedTextMessage?.text ?? ''
      bare.heard.push({ from: key.remoteJid ?? '', text, type, id: key.id ?? '' })
    }
  })
  sock.ws.on('CB:ack,class:message', (stanza: { attrs: Record<string, string> }) => {
    bare.acks.set(stanza.attrs.id ?? '', stanza.attrs.error)
  })
  return bare
}

/** Links a new device by QR and returns it open, after the restart that linking ends with. */
export async function linkBareSocket(
  practice: Practice,
  number = '+15550100001',
  more: Partial<UserFacingSocketConfig> = {},
): Promise<Bare> {
  const auth = memoryAuth()
  const first = await bareSocket(practice, auth, more)
  const qr = await until('a QR code', () => first.qrs[0])
  await practice.client.scan(number, qr)
  await until('the restart after linking', () => first.closeCode() === 515)
  return openBareSocket(practice, auth, more)
}

/** Logs a linked device in. */
export async function openBareSocket(
  practice: Practice,
  auth: MemoryAuth,
  more: Partial<UserFacingSocketConfig> = {},
): Promise<Bare> {
  const bare = await bareSocket(practice, auth, more)
  await until(
    'an open connection',
    () =>
      bare.isOpen() || (bare.closeCode() !== undefined && Promise.reject(new Error(`Closed with ${bare.closeCode()}`))),
  )
  return bare
}
