// The product, as its entries join it but without doors: an engine on the practice network with one or more linked devices.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@main/engine/base/clock.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createEngine, type Engine } from '@main/engine/engine.ts'
import { until } from './figures.ts'
import type { BenchNetwork } from './network.ts'

const page = { kind: 'page' } as const

export interface Product {
  engine: Engine
  devices: string[]
  /** Accepts one text for each number and resolves at the last ack with the milliseconds taken. */
  send(numbers: string[], text: string): Promise<number>
  close(): Promise<void>
}

/** Links one device to each of `phones`; no delay, no limits. */
export async function startProduct(network: BenchNetwork, phones: string[]): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-product-'))
  const engine = await createEngine({
    dataDir,
    network: { kind: 'practice', read: network.read, ...(await network.read()) },
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    isPractice: true,
    mediaOrigin: () => null,
  })
  const { operations } = engine
  await operations.settings.update({ delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }, page)
  const devices: string[] = []
  for (const number of phones) {
    const { device } = await operations.devices.create({ name: number }, page)
    const { qr } = await operations.devices.qr({ sessionId: device.sessionId }, page)
    await network.post(`/phones/${number}/scan`, { qr })
    await until(
      async () => (await operations.devices.get({ sessionId: device.sessionId }, page)).device.status === 'connected',
      30_000,
      'linking',
    )
    devices.push(device.sessionId)
  }
  return {
    engine,
    devices,
    async send(numbers, text) {
      const start = performance.now()
      const messages = numbers.map((number, index) => {
        const sessionId = devices[index % devices.length]
        return { number, message: `${text} ${index}`, sessionId }
      })
      await operations.messages.sendBulk({ messages }, page)
      await until(async () => (await operations.queue.summary({}, page)).waiting === 0, 600_000, 'an empty queue', 20)
      return performance.now() - start
    },
    async close() {
      await engine.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
