// Load on one loopback port: raw keep-alive sockets that each send the next request when the last answer is in.
// Raw, so that the client costs little beside the server it measures.
import { connect } from 'node:net'

export interface LoadResult {
  perSecond: number
  statuses: Record<string, number>
  /** Milliseconds, sorted. */
  latencies: number[]
}

/** Sends `count` requests made by `request(index)` over `connections` sockets; the port must be on this PC. */
export async function load(
  port: number,
  options: { connections: number; count: number; request: (index: number) => Buffer },
): Promise<LoadResult> {
  const statuses: Record<string, number> = {}
  const latencies: number[] = []
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from(
      { length: options.connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1')
          socket.setNoDelay(true)
          let sentAt = 0
          let text = ''
          const send = () => {
            if (next >= options.count) {
              socket.destroy()
              resolve()
              return
            }
            sentAt = performance.now()
            socket.write(options.request(next++))
          }
          socket.on('connect', send)
          socket.on('error', reject)
          socket.on('data', (piece) => {
            text += piece.toString('latin1')
            const head = text.indexOf('\r\n\r\n')
            if (head < 0) return
            const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
            if (text.length < head + 4 + length) return
            const status = text.slice(9, 12)
            statuses[status] = (statuses[status] ?? 0) + 1
            latencies.push(performance.now() - sentAt)
            text = ''
            send()
          })
        }),
    ),
  )
  const perSecond = (options.count * 1000) / (performance.now() - start)
  return { perSecond, statuses, latencies: latencies.sort((a, b) => a - b) }
}

/** One `POST /api/send`, ready to be written. */
export function sendRequest(port: number, key: string, number: string, message: string): Buffer {
  const body = JSON.stringify({ number, message })
  return Buffer.from(
    `POST /api/send HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-API-Key: ${key}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
