// A long day: several devices in mixed traffic, leaving and coming back, and the network's memory stays flat. The hours
// are accelerated: what counts is how much happens, not how long it takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, openBareSocket, until } from '../support/practice.ts'
import { type Apart, type Built, buildPractice, startApart } from '../support/practice-built.ts'

const isNightly = process.env.DAKIYA_NIGHTLY === '1'
// A day of one message in two minutes from each of three numbers, and a reconnect in every half hour.
const rounds = isNightly ? 720 : 60
const mostGrowth = 12 * 1024 * 1024
let built: Built
let practice: Apart

beforeAll(async () => {
  built = await buildPractice()
  practice = await startApart(built, 'soak')
  await practice.client.contact('*', { deliverAfterMs: 0, readAfterMs: 5, reads: 0.7 })
})
afterAll(async () => {
  await practice.close()
  built.remove()
})

const heap = async () => ((await practice.client.stats()).memory as { heapUsed: number }).heapUsed

describe('a long day', () => {
  it(
    'leaves the memory of the network flat and every message in its place',
    async () => {
      const bares: Bare[] = []
      for (const number of ['15550100001', '15550100002', '15550100003']) {
        bares.push(await linkBareSocket(practice, number, { keepAliveIntervalMs: 500 }))
      }
      const lows: number[] = []
      let low = Number.POSITIVE_INFINITY
      let count = 0
      for (let round = 0; round < rounds; round++) {
        for (const [index, bare] of bares.entries()) {
          const to = `49151800000${10 + (round % 40)}@s.whatsapp.net`
          const id = (await bare.sock.sendMessage(to, { text: `Round ${round} from ${index}` }))?.key.id ?? ''
          await until('the ack', () => bare.acks.has(id))
          count += 1
        }
        if (round % 5 === 0)
          await practice.client.write({ from: '4915180000077', to: '15550100001', text: `Round ${round}` })
        if (round % 15 === 14) {
          const index = ((round / 15) % bares.length) | 0
          const bare = bares[index]
          if (bare) {
            await bare.end()
            bares[index] = await openBareSocket(practice, bare.auth, { keepAliveIntervalMs: 500 })
          }
        }
        low = Math.min(low, await heap())
        // The lowest point of each sixth: what garbage collection cannot take.
        if ((round + 1) % (rounds / 6) === 0) {
          lows.push(low)
          low = Number.POSITIVE_INFINITY
        }
      }
      for (const bare of bares) await bare.end()
      expect((await practice.client.messages()).length).toBe(count)
      const grown = (lows.at(-1) ?? 0) - (lows[1] ?? 0)
      expect(grown, `lows in MB: ${lows.map((each) => Math.round(each / 2 ** 20))}`).toBeLessThan(mostGrowth)
      expect((await practice.client.stats()).unknown).toEqual([])
    },
    isNightly ? 3_600_000 : 240_000,
  )

  it('survives being killed: what it had written is there, the rest is asked for again', async () => {
    const bare = await linkBareSocket(practice, '15550100002')
    const to = '4915180000090'
    await bare.sock.sendMessage(`${to}@s.whatsapp.net`, { text: 'Before' })
    await until('the first', async () => (await practice.client.messages({ to }))[0])
    await practice.restart()
    await until('the close', () => bare.closeCode() === 428)
    const back = await openBareSocket(practice, bare.auth)
    await back.sock.sendMessage(`${to}@s.whatsapp.net`, { text: 'After' })
    const texts = await until('the second', async () => {
      const all = await practice.client.messages({ to })
      return all.length === 2 && all.map((message) => message.text)
    })
    expect(texts).toEqual(['Before', 'After'])
    await back.end()
  })
})
