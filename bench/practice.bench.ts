// What a message costs the practice network and what it costs bare Baileys: messages per second and CPU of both sides.
import { createPracticeClient } from '@main/practice/client.ts'
import { type Bare, linkBareSocket, type Practice, until } from '../test/support/practice.ts'
import { print } from './support/figures.ts'
import { startNetwork } from './support/network.ts'

const runs = 3
const warm = 1_000
const cold = 200
const devices = 20
const each = 50

interface Figure {
  perSecond: number
  clientMs: number
  networkMs: number
}

const network = await startNetwork()
const client = createPracticeClient(network.url)
const practice: Practice = {
  url: network.url,
  dataDir: '',
  client,
  restart: async () => undefined,
  close: network.stop,
}

const cpu = async () => Number((await client.stats()).cpuMs)

/** Sends through `senders` in turn, and ends with the last ack. */
async function measure(senders: Bare[], jids: string[]): Promise<Figure> {
  const networkBefore = await cpu()
  const ownBefore = process.cpuUsage()
  const startedAt = performance.now()
  const sent = await Promise.all(
    senders.map(async (bare, index) => {
      const ids: string[] = []
      for (let i = index; i < jids.length; i += senders.length) {
        const message = await bare.sock.sendMessage(jids[i] ?? '', { text: `Message ${i}` })
        ids.push(message?.key.id ?? '')
        await new Promise((resolve) => setImmediate(resolve))
      }
      return { bare, ids }
    }),
  )
  await until('every ack', () => sent.every(({ bare, ids }) => ids.every((id) => bare.acks.has(id))), 60_000)
  const tookMs = performance.now() - startedAt
  const own = process.cpuUsage(ownBefore)
  await client.messages({ to: '15559999999' })
  return {
    perSecond: (jids.length / tookMs) * 1000,
    clientMs: (own.user + own.system) / 1000 / jids.length,
    networkMs: ((await cpu()) - networkBefore) / jids.length,
  }
}

function tell(name: string, figures: Figure[], detail: Record<string, unknown>): void {
  print(
    'practice',
    `${name}-per-second`,
    figures.map((figure) => figure.perSecond),
    'messages/s',
    detail,
  )
  print(
    'practice',
    `${name}-client-cpu`,
    figures.map((figure) => figure.clientMs),
    'ms/message',
    detail,
  )
  print(
    'practice',
    `${name}-network-cpu`,
    figures.map((figure) => figure.networkMs),
    'ms/message',
    detail,
  )
  print(
    'practice',
    `${name}-cpu-ratio`,
    figures.map((figure) => figure.networkMs / figure.clientMs),
    'ratio',
    detail,
  )
}

const one = await linkBareSocket(practice)
const warmRuns: Figure[] = []
const coldRuns: Figure[] = []
const known = '4915200000000@s.whatsapp.net'
await measure([one], [known])
for (let run = 0; run < runs; run++) {
  warmRuns.push(
    await measure(
      [one],
      Array.from({ length: warm }, () => known),
    ),
  )
  const strangers = Array.from({ length: cold }, (_, i) => `${4_915_300_000_000 + run * 10_000 + i}@s.whatsapp.net`)
  coldRuns.push(await measure([one], strangers))
}
tell('warm', warmRuns, { messages: warm })
tell('cold', coldRuns, { messages: cold })

const many: Bare[] = [one]
while (many.length < devices) many.push(await linkBareSocket(practice, `1555010000${1 + (many.length % 3)}`))
const shared = Array.from({ length: devices * each }, (_, i) => `${4_915_400_000_000 + (i % devices)}@s.whatsapp.net`)
const wide = [await measure(many, shared)]
tell('wide', wide, { devices, messages: shared.length, open: many.filter((bare) => bare.isOpen()).length })
for (const bare of many) await bare.end()

await network.stop()
process.exit(0)
