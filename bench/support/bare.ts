// The reference: a bare Baileys loop as a careful programmer would write it, with its keys either in the product's own FULL
// SQLite store or in memory. It yields after each send and ends at the last ack.
import '@main/engine/whatsapp/keys/trust.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@main/engine/database/open.ts'
import { createAuthStore } from '@main/engine/whatsapp/keys/auth-state.ts'
import { trustPractice } from '@main/engine/whatsapp/keys/trust.ts'
import { silentLog } from '@main/engine/whatsapp/silent-log.ts'
import { type AuthenticationState, initAuthCreds, makeWASocket, type SignalDataTypeMap } from '@whiskeysockets/baileys'
import type { BenchNetwork } from './network.ts'

export interface Bare {
  /** Sends `text` to each number, yielding between; resolves at the last ack with the milliseconds taken. */
  send(numbers: string[], text: string): Promise<number>
  close(): Promise<void>
}

type Store = 'sqlite' | 'memory'

/** Links a bare socket to the practice phone `number`. */
export async function startBare(network: BenchNetwork, number: string, kind: Store): Promise<Bare> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-bare-'))
  const { auth, save, close } = kind === 'sqlite' ? sqliteAuth(dir) : memoryAuth()
  const practice = await network.read()
  trustPractice(practice)
  const fetchAgent = new Agent({ ca: practice.ca, keepAlive: true })

  function open() {
    const socket = makeWASocket({
      waWebSocketUrl: practice.wsUrl,
      fetchAgent,
      auth,
      logger: silentLog,
      emitOwnEvents: false,
    })
    socket.ev.on('creds.update', save)
    return socket
  }
  type Socket = ReturnType<typeof open>

  /** Resolves when the socket is open; a restart asked for by the server makes a new one. */
  function opened(socket: Socket): Promise<Socket> {
    return new Promise((resolve, reject) => {
      socket.ev.on('connection.update', (update) => {
        if (update.qr) void network.post(`/phones/${number}/scan`, { qr: update.qr })
        if (update.connection === 'open') resolve(socket)
        if (update.connection === 'close') {
          const error = update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined
          if (error?.output?.statusCode === 515) opened(open()).then(resolve, reject)
          else reject(error ?? new Error('closed'))
        }
      })
    })
  }

  const socket = await opened(open())
  const acked = new Set<string>()
  let onAck = () => {}
  socket.ws.on('CB:ack,class:message', (node: { attrs: { id: string } }) => {
    acked.add(node.attrs.id)
    onAck()
  })

  return {
    async send(numbers, text) {
      const start = performance.now()
      const open = new Set<string>()
      for (const [index, to] of numbers.entries()) {
        const sent = await socket.sendMessage(`${to}@s.whatsapp.net`, { text: `${text} ${index}` })
        open.add(sent?.key.id ?? '')
        await new Promise(setImmediate)
      }
      await new Promise<void>((resolve) => {
        onAck = () => {
          for (const id of open) if (acked.delete(id)) open.delete(id)
          if (open.size === 0) resolve()
        }
        onAck()
      })
      return performance.now() - start
    },
    async close() {
      await socket.end(undefined)
      close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function sqliteAuth(dir: string) {
  const database = openDatabase(join(dir, 'bare.db'))
  database
    .prepare(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('bare', 'bare', 'new', 0, 0)`)
    .run()
  const store = createAuthStore(database)
  const state = store.open('bare')
  const auth: AuthenticationState = { creds: state.creds, keys: state.keys }
  return { auth, save: state.saveCreds, close: () => [store.shut(), database.close()] }
}

function memoryAuth() {
  const kept = new Map<string, unknown>()
  const auth: AuthenticationState = {
    creds: initAuthCreds(),
    keys: {
      get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {}
        for (const id of ids) {
          const value = kept.get(`${type}/${id}`)
          if (value) found[id] = value as SignalDataTypeMap[T]
        }
        return found
      },
      set(data) {
        for (const [type, entries] of Object.entries(data)) {
          for (const [id, value] of Object.entries(entries)) {
            if (value) kept.set(`${type}/${id}`, value)
            else kept.delete(`${type}/${id}`)
          }
        }
      },
    },
  }
  return { auth, save: () => undefined, close: () => undefined }
}
