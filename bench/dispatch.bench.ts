// Messages a second through the queue, accept to last ack, as a share of a bare Baileys loop: one device, pacing 0,
// 1,000 recipients written to before. Reference and product take turns in one run; the network runs on its own core.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Bare, startBare } from './support/bare.ts'
import { median, print, rounded } from './support/figures.ts'
import { perThing } from './support/heap.ts'
import { startNetwork } from './support/network.ts'
import { startProduct } from './support/product.ts'

const RUNS = 3
const DEVICES = 12
const numbers = Array.from({ length: 1000 }, (_, index) => String(15551000001 + index * 3)).filter(
  (number) => !/(0000|9999|7777)$/.test(number),
)

const network = await startNetwork()
// Recipients that neither deliver nor read: receipts cost both sides alike and are not what is measured.
await network.post('/contacts/*', { delivers: false, reads: false }, 'PATCH')

const bare = await startBare(network, '15550100001', 'sqlite')
const memory = await startBare(network, '15550100002', 'memory')
const product = await startProduct(network, ['15550100003'])
const perSecond = (ms: number) => (numbers.length * 1000) / ms

for (const each of [bare, memory, product]) await each.send(numbers, 'hello')

const figures = { bare: [] as number[], memory: [] as number[], product: [] as number[], delayP99: [] as number[] }
for (let run = 0; run < RUNS; run += 1) {
  figures.bare.push(perSecond(await bare.send(numbers, `bare ${run}`)))
  figures.memory.push(perSecond(await memory.send(numbers, `memory ${run}`)))
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  figures.product.push(perSecond(await product.send(numbers, `product ${run}`)))
  delay.disable()
  figures.delayP99.push(delay.percentile(99) / 1e6)
}
await Promise.all([bare.close(), memory.close(), product.close()])

const ratios = figures.product.map((value, run) => value / (figures.bare[run] ?? 1))
print('dispatch', 'ratio-to-bare', ratios, 'ratio', {
  messages: numbers.length,
  productPerSecond: rounded(figures.product),
  barePerSecond: rounded(figures.bare),
  bareOnMemoryPerSecond: rounded(figures.memory),
  ofMemory: Number((median(figures.product) / median(figures.memory)).toFixed(3)),
})
print('dispatch', 'loop-delay-p99-ms', figures.delayP99, 'ms')

// What a linked device keeps in memory, beside a bare socket.
const phones = Array.from({ length: DEVICES }, (_, index) => `1555010000${(index % 3) + 1}`)
await network.post('/reset', {})
const bareMib = await perThing(DEVICES, async () => {
  const sockets: Bare[] = []
  for (const phone of phones) sockets.push(await startBare(network, phone, 'sqlite'))
  return async () => void (await Promise.all(sockets.map((socket) => socket.close())))
})
await network.post('/reset', {})
const productMib = await perThing(DEVICES, async () => (await startProduct(network, phones)).close)
print('dispatch', 'heap-per-device-mib', [productMib], 'MiB', { devices: DEVICES, bareMib: Number(bareMib.toFixed(3)) })
await network.stop()
process.exit(0)
