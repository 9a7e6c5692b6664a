// T18: no ack, late, twice, with an error, receipts before it: the status only goes forward, and `sent` is exactly the
// server's clean word for that id.
import { test } from 'vitest'
import { createChance } from '../../../support/delivery/chance.ts'
import { cases, report } from '../../../support/delivery/say.ts'
import { createWorld } from '../../../support/delivery/world.ts'

const MESSAGES = 10
const DAY_MS = 24 * 60 * 60_000

async function live(seed: number): Promise<string[]> {
  const chance = createChance(seed)
  const world = createWorld({
    seed,
    settings: { onAmbiguous: chance.one(['resend', 'hold']) },
    mood: {
      notSent: chance.next() * 0.3,
      frameLost: chance.next() * 0.4,
      ackLost: chance.next(),
      ackLate: chance.next(),
      ackTwice: chance.next(),
      ackError: chance.next() * 0.5,
      receiptFirst: chance.next(),
      echo: chance.next(),
    },
  })
  try {
    world.connect('a')
    for (let index = 0; index < MESSAGES; index += 1) await world.send(`1555${100 + index}`, { sessionId: 'a' })
    for (let turn = 0; turn < 6; turn += 1) {
      await world.run(chance.next() * 120_000)
      world.drop('a')
      await world.run(chance.next() * 30_000)
      world.connect('a')
    }
    await world.run(10 * 60_000)
    await world.until(world.watch.isEnded, 2 * DAY_MS)
    await world.run(60_000)
    world.watch.judge(world.server.arrivals)
    for (const row of world.watch.rows()) {
      const isHeard = world.watch.hasHeard(row.waId)
      if (isHeard !== (row.status === 'sent')) world.problems.push(`P5: ${row.id} is ${row.status}, heard: ${isHeard}`)
    }
    return [...world.problems, ...world.server.problems].map((text) => `seed ${seed}: ${text}`)
  } finally {
    await world.close()
  }
}

test('sent is exactly the word of the server', async () => {
  const tried = cases(200, 2000)
  const violations: string[] = []
  for (let seed = 1; seed <= tried / MESSAGES; seed += 1) violations.push(...(await live(seed)))
  report('T18 ack histories', tried, violations)
})
