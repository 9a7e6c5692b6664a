// The bridge's socket: an upgrade of our own page, and nobody else's. Host, Origin and cookie are asked before the handshake.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { refuseSocket } from '../../calls/refuse.ts'
import type { Guard } from '../guard.ts'
import type { Sessions } from './session.ts'

const PING_MS = 30_000
/** The page's session has ended; a code of our own. */
const SIGNED_OUT = 4001
/** A pasted list of 10,000 rows fits. */
const MESSAGE_LIMIT = 16 * 2 ** 20

export interface SocketDeps {
  guard: Guard
  sessions: Sessions
  /** Takes a socket that has been let in. */
  take(socket: WebSocket): void
}

/** Lets pages in at `/bridge`; the returned function closes every socket. */
export function serveSocket(server: Server, { guard, sessions, take }: SocketDeps): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const refusal = guard.check(request)
    if (refusal !== null) return refuseSocket(stream, 403, refusal)
    if ((request.url ?? '').split('?')[0] !== '/bridge')
      return refuseSocket(stream, 404, { code: 'NOT_FOUND', message: 'There is nothing at this address.' })
    if (!guard.isFromOurPage(request))
      return refuseSocket(stream, 403, { code: 'FORBIDDEN', message: 'Only our own page may connect here.' })
    if (!sessions.isSignedIn(request.headers.cookie))
      return refuseSocket(stream, 401, { code: 'UNAUTHORIZED', message: 'This page is signed out.' })
    sockets.handleUpgrade(request, stream, head, (socket) => {
      alive.add(socket)
      socket.on('pong', () => alive.add(socket))
      socket.on('error', () => socket.terminate())
      socket.on(
        'close',
        sessions.follow(request.headers.cookie, () => socket.close(SIGNED_OUT)),
      )
      take(socket)
    })
  })

  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, PING_MS)
  timer.unref()

  return () => {
    clearInterval(timer)
    for (const socket of sockets.clients) {
      socket.close(1001)
      setTimeout(() => socket.terminate(), 1_000).unref()
    }
  }
}
