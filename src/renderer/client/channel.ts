// Channels: the two ways from a page to the engine. In the desktop a port handed over by the keyhole, in a browser a socket of the same origin.
import type { CallContext } from '@contract/index.ts'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { Channel, OpenChannel } from './connection.ts'

const OPEN_WITHIN_MS = 8_000

const headers = ({ context }: { context: CallContext }): Record<string, string> =>
  context.idempotencyKey === undefined ? {} : { 'idempotency-key': context.idempotencyKey }

/** In a browser: asks whether we are signed in, then opens the socket. */
export async function openSocket(): Promise<Channel | 'signed-out'> {
  const session = await fetch('/session', { cache: 'no-store', signal: AbortSignal.timeout(OPEN_WITHIN_MS) })
  if (session.status === 401) return 'signed-out'
  if (!session.ok) throw new Error(`The session was answered with ${session.status}.`)
  const url = new URL('/bridge', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const websocket = new WebSocket(url)
  const link = new SocketLink<CallContext>({ websocket, headers })
  const closed = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve(), { once: true }))
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => websocket.close(), OPEN_WITHIN_MS)
    websocket.addEventListener('open', () => {
      clearTimeout(late)
      resolve()
    })
    websocket.addEventListener('close', () => {
      clearTimeout(late)
      reject(new Error('The socket did not open.'))
    })
  })
  return { link, closed }
}

/** The desktop's way: each `dakiya-bridge` message of our own window brings a fresh port, which is used once. */
export function createPortOpener(target: Window): OpenChannel {
  let port: MessagePort | undefined
  let take: ((port: MessagePort) => void) | undefined
  target.addEventListener('message', (event) => {
    if (event.source !== target || event.data !== 'dakiya-bridge' || event.ports[0] === undefined) return
    port = event.ports[0]
    take?.(port)
  })
  return async () => {
    const fresh =
      port ??
      (await new Promise<MessagePort>((resolve, reject) => {
        take = resolve
        setTimeout(() => reject(new Error('No port came.')), OPEN_WITHIN_MS)
      }))
    port = undefined
    take = undefined
    const closed = new Promise<void>((resolve) => fresh.addEventListener('close', () => resolve(), { once: true }))
    const link = new PortLink<CallContext>({ port: fresh, headers })
    fresh.start()
    return { link, closed }
  }
}
