// One client's socket: Noise frames in and out, stanzas in order, and the ways in which the wire itself can fail.
// It knows nothing of what the stanzas mean.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Address } from './address.ts'
import { createNoise, type ServerIdentity } from './noise.ts'
import { decode, encode, type Node } from './wire.ts'

export interface Hello {
  payload: Buffer
  noiseKey: Buffer
}

export interface Connection {
  readonly id: number
  /** The linked device that logged in here. */
  device: Address | undefined
  readonly noiseKey: Buffer
  /** False from the first sign of its end. */
  isOpen(): boolean
  send(stanza: Node): void
  /** Says goodbye properly, after what was sent. */
  close(): void
  /** Cuts the line. */
  cut(): void
  /** Neither reads nor writes until `resume`; the line stays open. */
  stall(): void
  resume(): void
  /** Ends our half of the line only. */
  halfClose(): void
  /** Writes half of the next frame, then cuts the line. */
  breakOff(): void
  /** Writes every byte by itself from now on. */
  crumble(): void
  /** Writes bytes that are no frame. */
  garble(bytes: Buffer): void
}

interface Parts {
  id: number
  ws: WebSocket
  line: Duplex
  identity: ServerIdentity
  /** The last word on what goes out. */
  alter(connection: Connection, stanza: Node): Node
  onHello(connection: Connection, hello: Hello): void
  onStanza(connection: Connection, stanza: Node): void
  onSent(connection: Connection, stanza: Node): void
  onEnd(connection: Connection, reason: string): void
}

export function createConnection({
  id,
  ws,
  line,
  identity,
  alter,
  onHello,
  onStanza,
  onSent,
  onEnd,
}: Parts): Connection {
  const noise = createNoise(identity)
  let isOpen = true
  let isStalled = false
  let isCrumbling = false
  let isBreakingOff = false
  let heard: Buffer[] = []
  let unsaid: Node[] = []
  let noiseKey: Buffer = Buffer.alloc(0)
  // Decoding is asynchronous; one chain per connection keeps the order.
  let chain = Promise.resolve()

  const end = (reason: string) => {
    if (!isOpen) return
    isOpen = false
    onEnd(connection, reason)
  }
  const cut = () => {
    end('cut')
    line.destroy()
  }
  const write = (bytes: Buffer) => {
    if (ws.readyState !== ws.OPEN) return
    if (isCrumbling) for (const byte of bytes) ws.send(Buffer.of(byte))
    else ws.send(bytes)
  }

  const hear = (bytes: Buffer) => {
    const { reply, hello, stanzas } = noise.feed(bytes)
    if (reply) write(reply)
    if (hello) {
      noiseKey = hello.noiseKey
      onHello(connection, hello)
    }
    for (const stanza of stanzas)
      chain = chain.then(async () => {
        if (!isOpen) return
        try {
          onStanza(connection, await decode(stanza))
        } catch (error) {
          end(error instanceof Error ? error.message : 'unreadable')
          line.destroy()
        }
      })
  }

  const connection: Connection = {
    id,
    device: undefined,
    get noiseKey() {
      return noiseKey
    },
    isOpen: () => isOpen,
    send(stanza) {
      if (!isOpen) return
      if (isStalled) {
        unsaid.push(stanza)
        return
      }
      const said = alter(connection, stanza)
      onSent(connection, said)
      const frame = noise.frame(encode(said))
      if (!isBreakingOff) return write(frame)
      end('broken off')
      ws.send(frame.subarray(0, frame.length >> 1), () => line.destroy())
    },
    close() {
      if (!isOpen) return
      end('closed')
      ws.close()
      // A client that does not answer the goodbye is not waited for.
      setTimeout(() => line.destroy(), 1_000).unref()
    },
    cut,
    stall() {
      isStalled = true
    },
    resume() {
      if (!isStalled || !isOpen) return
      isStalled = false
      const [said, listened] = [unsaid, heard]
      unsaid = []
      heard = []
      for (const stanza of said) connection.send(stanza)
      for (const bytes of listened) receive(bytes)
    },
    halfClose() {
      end('half-closed')
      line.end()
    },
    breakOff() {
      isBreakingOff = true
    },
    crumble() {
      isCrumbling = true
    },
    garble: write,
  }

  const receive = (bytes: Buffer) => {
    if (!isOpen) return
    if (isStalled) {
      heard.push(bytes)
      return
    }
    try {
      hear(bytes)
    } catch (error) {
      // Garbage ends this socket alone.
      end(error instanceof Error ? error.message : 'garbage')
      line.destroy()
    }
  }

  ws.on('message', (data: Buffer | ArrayBuffer | Buffer[]) => {
    receive(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer))
  })
  ws.on('close', () => end('gone'))
  ws.on('error', () => cut())
  return connection
}
