// A chat server that knows WhatsApp's handshake and nothing else: it says what a test has it say, at the moments that the practice
// network keeps for its own words. To a login it answers with welcome or with refusal, to a newcomer with codes or with an error.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { PracticeAddress } from '@main/engine/whatsapp/network.ts'
import { type Connection, createConnection } from '@main/practice/wire/connection.ts'
import { createServerIdentity } from '@main/practice/wire/noise.ts'
import { bigEndian, type Node, node, proto, result, server } from '@main/practice/wire/wire.ts'
import { WebSocketServer } from 'ws'

export interface Blunt {
  address: PracticeAddress
  /** Handshakes of each caller so far: of a login by its number, of newcomers together under ''. */
  calls: Map<string, number>
  /** Connections that are open now. */
  open: Set<Connection>
  close(): Promise<void>
}

export interface Manners {
  /** What a newcomer hears after its handshake; null = codes to scan. */
  newcomer?: () => Node | null
  /** What a login of this number hears; null = welcome. */
  login?: (number: string) => Node | null
  /** Hears what a client asks once it is in; false = it is answered as usual. */
  asked?: (connection: Connection, stanza: Node) => boolean
}

export const streamError = (code: number | null): Node =>
  code === null ? node('stream:error') : node('stream:error', { code })

const codes = node('iq', { from: server, type: 'set', id: 'codes', xmlns: 'md' }, [
  node(
    'pair-device',
    {},
    Array.from({ length: 6 }, (_, index) => node('ref', {}, Buffer.from(`ref ${index}`))),
  ),
])

/** Enough of an answer to every question that a login asks before it counts as open. */
function answerTo(stanza: Node): Node {
  const [asked] = Array.isArray(stanza.content) ? stanza.content : []
  if (asked?.tag === 'count') return result(stanza, [node('count', { value: 500 })])
  if (asked?.tag === 'digest') return result(stanza, [node('digest', {}, bigEndian(1, 1))])
  return result(stanza)
}

export async function startBlunt(manners: Manners): Promise<Blunt> {
  const identity = createServerIdentity(Date.now())
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  const calls = new Map<string, number>()
  const open = new Set<Connection>()
  let next = 1
  http.on('upgrade', (request, line: Duplex, head) => {
    sockets.handleUpgrade(request, line, head, (ws) => {
      const connection = createConnection({
        id: next++,
        ws,
        line,
        identity,
        alter: (_connection, stanza) => stanza,
        onSent: () => undefined,
        onEnd: (which) => void open.delete(which),
        onHello(which, { payload }) {
          const { username } = proto.ClientPayload.decode(payload)
          const number = username ? String(username) : ''
          calls.set(number, (calls.get(number) ?? 0) + 1)
          const word = number === '' ? (manners.newcomer?.() ?? codes) : (manners.login?.(number) ?? null)
          which.send(word ?? node('success', { t: Math.floor(Date.now() / 1000), lid: '1000:1@lid' }))
          if (word !== null && word !== codes) which.close()
        },
        onStanza(which, stanza) {
          if (manners.asked?.(which, stanza) || stanza.tag !== 'iq' || stanza.attrs.type === 'result') return
          which.send(answerTo(stanza))
          const [asked] = Array.isArray(stanza.content) ? stanza.content : []
          if (asked?.tag === 'active') which.send(node('ib', { from: server }, [node('offline', { count: 0 })]))
        },
      })
      open.add(connection)
      ws.on('error', () => undefined)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    address: {
      wsUrl: `ws://127.0.0.1:${port}/ws/chat`,
      ca: '',
      rootKey: Buffer.from(identity.root.public).toString('base64'),
    },
    calls,
    open,
    async close() {
      for (const connection of open) connection.cut()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
