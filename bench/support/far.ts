// The practice network as if it were far away: a line before it that holds back every answer for a while, in a process of its
// own so that its work is nobody's.
import { type ChildProcess, fork } from 'node:child_process'
import { connect, createServer, type Socket } from 'node:net'
import type { BenchNetwork } from './network.ts'

/** Runs in the line's process: answers of `port` come `ms` later; what is said to it goes at once. */
export function serveFar(port: number, ms: number): void {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      socket.on('error', () => [client, upstream].map((each) => each.destroy()))
    }
    client.once('data', (head) => {
      // The network answers only to its own name.
      const own = (server.address() as { port: number }).port
      upstream.write(head.toString('latin1').replace(`127.0.0.1:${own}`, `127.0.0.1:${port}`), 'latin1')
      client.pipe(upstream)
    })
    late(upstream, client, ms)
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
}

/** Timers of one length ring in the order they were set, so nothing overtakes. */
function late(from: Socket, to: Socket, ms: number): void {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), ms))
  from.on('end', () => setTimeout(() => to.end(), ms))
}

/** `entry` is a file that calls `serveFar` with the two numbers after `far` on its command line. */
export async function far(network: BenchNetwork, entry: string, ms: number): Promise<BenchNetwork> {
  const { port } = new URL((await network.read()).wsUrl)
  const child: ChildProcess = fork(entry, ['far', port, String(ms)])
  const own = await new Promise<number>((resolve) => child.once('message', (told) => resolve(Number(told))))
  return {
    ...network,
    async read() {
      const address = await network.read()
      return { ...address, wsUrl: address.wsUrl.replace(`:${port}`, `:${own}`) }
    },
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
    },
  }
}
