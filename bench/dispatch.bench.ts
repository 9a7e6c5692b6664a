// Messages a second from accept to the last ack, as a share of bare Baileys that keeps its keys in the same FULL SQLite store and
// yields after each send: to people written to before, to people never written to (near and far), from eight devices at
// once; and what a linked device keeps in memory. No delay is set. The network runs on its own core.
import { fileURLToPath } from 'node:url'
import { type Bare, startBare } from './support/bare.ts'
import { detailOf, duel } from './support/duel.ts'
import { far, serveFar } from './support/far.ts'
import { print, rounded } from './support/figures.ts'
import { perThing } from './support/heap.ts'
import { type BenchNetwork, startNetwork } from './support/network.ts'
import { startProduct } from './support/product.ts'

const RUNS = 3
const KNOWN = 1000
const STRANGERS = 300
const FAR_MS = 50
const EIGHT = 8
const EACH = 200
const DEVICES = 40

let next = 15_551_000_001
/** Numbers that nobody has written to, none of those that behave in their own way. */
function strangers(count: number): string[] {
  const numbers: string[] = []
  while (numbers.length < count) {
    next += 3
    const number = String(next)
    if (!/(0000|9999|7777)$/.test(number)) numbers.push(number)
  }
  return numbers
}

async function phones(network: BenchNetwork, first: number, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => String(first + index))
  for (const number of numbers) await network.post('/phones', { number, name: `Phone ${number}` })
  return numbers
}

async function warm(network: BenchNetwork): Promise<void> {
  const [own = '', other = ''] = await phones(network, 15_550_201_001, 2)
  const bare = await startBare(network, own, 'sqlite')
  const product = await startProduct(network, [other])
  const numbers = strangers(KNOWN)
  for (const each of [bare, product]) await each.send(numbers, 'hello')
  const result = await duel(RUNS, () => numbers, { product: product.send, bare: bare.send })
  await Promise.all([bare.close(), product.close()])
  print('dispatch', 'ratio-to-bare', result.ratios, 'ratio', { messages: KNOWN, ...detailOf(result) })
  const delays = result.product.map(({ loopP99Ms }) => loopP99Ms)
  print('dispatch', 'loop-delay-p99-ms', delays, 'ms', { runs: rounded(delays) })
}

async function cold(network: BenchNetwork, metric: string, first: number): Promise<void> {
  const [own = '', other = ''] = await phones(network, first, 2)
  const bare = await startBare(network, own, 'sqlite')
  const product = await startProduct(network, [other])
  // Each has sent before; it is the recipients who are new.
  for (const each of [bare, product]) await each.send(strangers(10), 'hello')
  const result = await duel(RUNS, () => strangers(STRANGERS), { product: product.send, bare: bare.send })
  await Promise.all([bare.close(), product.close()])
  print('dispatch', metric, result.ratios, 'ratio', { messages: STRANGERS, ...detailOf(result) })
}

async function eight(network: BenchNetwork): Promise<void> {
  const numbers = strangers(EIGHT * EACH)
  const bares: Bare[] = []
  for (const phone of await phones(network, 15_550_203_001, EIGHT))
    bares.push(await startBare(network, phone, 'sqlite'))
  const product = await startProduct(network, await phones(network, 15_550_204_001, EIGHT))
  async function bare(to: string[], text: string): Promise<number> {
    const shares = bares.map((_, index) => to.filter((_number, place) => place % EIGHT === index))
    const times = await Promise.all(bares.map((each, index) => each.send(shares[index] ?? [], text)))
    return Math.max(...times)
  }
  for (const send of [bare, product.send]) await send(numbers, 'hello')
  const result = await duel(RUNS, () => numbers, { product: product.send, bare })
  await Promise.all([product.close(), ...bares.map((each) => each.close())])
  const detail = { devices: EIGHT, messages: numbers.length, ...detailOf(result) }
  print('dispatch', 'ratio-to-bare-8', result.ratios, 'ratio', detail)
  const ours = result.product.map(({ loopP99Ms }) => loopP99Ms)
  const ratios = ours.map((value, run) => value / (result.bare[run]?.loopP99Ms ?? 1))
  print('dispatch', 'loop-delay-8-over-bare', ratios, 'ratio', { productLoopP99Ms: rounded(ours) })
}

/** What a linked device keeps in memory above a bare socket. */
async function heap(network: BenchNetwork): Promise<void> {
  const numbers = await phones(network, 15_550_205_001, DEVICES)
  const bare = await perThing(DEVICES, async () => {
    const sockets: Bare[] = []
    for (const phone of numbers) sockets.push(await startBare(network, phone, 'sqlite'))
    return async () => void (await Promise.all(sockets.map((socket) => socket.close())))
  })
  await network.post('/reset', {})
  await phones(network, 15_550_205_001, DEVICES)
  const product = await perThing(DEVICES, async () => (await startProduct(network, numbers)).close)
  const detail = { devices: DEVICES, productMib: rounded([product], 3)[0], bareMib: rounded([bare], 3)[0] }
  print('dispatch', 'heap-per-device-over-bare-mib', [product - bare], 'MiB', detail)
}

async function compare(): Promise<void> {
  const network = await startNetwork()
  // Recipients that neither deliver nor read: receipts cost both sides alike and are not what is measured.
  await network.post('/contacts/*', { delivers: false, reads: false }, 'PATCH')
  const distant = await far(network, fileURLToPath(import.meta.url), FAR_MS)
  const parts: Record<string, () => Promise<void>> = {
    warm: () => warm(network),
    cold: () => cold(network, 'ratio-to-bare-cold', 15_550_202_001),
    far: () => cold(distant, 'ratio-to-bare-cold-far', 15_550_202_501),
    eight: () => eight(network),
    heap: () => heap(network),
  }
  const asked = process.env.DAKIYA_BENCH_PARTS?.split(',') ?? Object.keys(parts)
  for (const name of asked) await parts[name]?.()
  await distant.stop()
  await network.stop()
}

const [role, port, ms] = process.argv.slice(2)
if (role === 'far') serveFar(Number(port), Number(ms))
else {
  await compare()
  process.exit(0)
}
