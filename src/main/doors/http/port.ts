// The port: our place on 127.0.0.1, taken before the engine opens anything, so that a taken port is found out first.
// Every request meets the guard here; those that come before the doors stand are held until they do.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { refuseRaw, refuseSocket } from '../calls/refuse.ts'
import { createGuard, type Guard } from './guard.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface Port {
  number: number
  server: Server
  guard: Guard
  /** Hands every request that passes the guard to `handler`, those held until now first. */
  serve(handler: Handler): void
  /** Takes no more connections and ends those in use within 3 s. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 3_000

/**
 * Listens on 127.0.0.1.
 * @param wanted 0 = any free one
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when the port cannot be had
 */
export async function openPort(wanted: number): Promise<Port> {
  const server = createServer({
    headersTimeout: 5_000,
    // An upload of 100 MB from this PC takes a second or two; a minute is for those that read from slow disks.
    requestTimeout: 60_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    // A missing Host is refused by the guard, in our words.
    requireHostHeader: false,
  })
  server.maxConnections = 1_024
  server.maxRequestsPerSocket = 10_000

  const held: Parameters<Handler>[] = []
  let handler: Handler = (...pair) => void held.push(pair)
  const place: { guard?: Guard } = {}
  server.on('request', (request, response) => {
    const refusal = place.guard?.check(request) ?? null
    if (refusal === null) handler(request, response)
    else refuseRaw(response, refusal)
  })
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (error.code === 'ECONNRESET') return void socket.destroy()
    const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
    refuseSocket(socket, status, { code: 'VALIDATION_ERROR', message: 'This request cannot be read.' })
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => resolve())
  })
  const { port: number } = server.address() as AddressInfo
  const guard = createGuard(number)
  place.guard = guard

  return {
    number,
    server,
    guard,
    serve(next) {
      handler = next
      for (const pair of held.splice(0)) next(...pair)
    },
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
