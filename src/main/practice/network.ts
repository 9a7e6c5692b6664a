// A WhatsApp of one's own on 127.0.0.1: one port for the control API and the chat socket, another for media; its state lies
// in its data dir.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { addControl } from './control/control.ts'
import { createControlActions } from './control/control-actions.ts'
import { createDoor, mayChat } from './control/http.ts'
import { createParts } from './parts.ts'
import { createStore } from './store.ts'

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

/** Starts the network. Rejects when the port is taken or the data dir cannot be used. */
export async function createNetwork({
  dataDir,
  port = 0,
  seed,
  log = () => undefined,
}: NetworkOptions): Promise<Network> {
  const store = createStore(dataDir)
  if (seed !== undefined || store.meta('seed') === undefined) store.setMeta('seed', String(seed ?? 1))
  const parts = await createParts({ dataDir, store, clock: () => Date.now(), log }).catch((error: unknown) => {
    store.close()
    throw error
  })
  const { chat, fromClients, mailbox, media } = parts

  const http = createServer((request, response) => door.routing(request, response))
  const ownPort = () => (http.address() as AddressInfo | null)?.port ?? port
  const url = () => `http://127.0.0.1:${ownPort()}`
  const door = createDoor(ownPort, log)
  addControl(door, createControlActions(parts, url))
  await door.ready()
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
