// T4 and T5: who pauses or cancels is believed at once, and each chat gets its messages in order.
import type { Caller } from '@contract/operation.ts'
import { test } from 'vitest'
import { createChance } from '../../../support/delivery/chance.ts'
import { cases, report } from '../../../support/delivery/say.ts'
import { createWorld } from '../../../support/delivery/world.ts'

const page: Caller = { kind: 'page' }

/** One pause or cancel at a random instant, paced or not; returns what left that should not have. */
async function stopOnce(seed: number): Promise<string[]> {
  const chance = createChance(seed)
  const isPaced = chance.is(0.5)
  const settings = isPaced ? { delayMinSeconds: 0.2, delayMaxSeconds: 0.4 } : {}
  const world = createWorld({ seed, settings, mood: { ackLost: 0.1, notSent: 0.1 } })
  try {
    world.connect('a')
    for (let index = 0; index < 20; index += 1) await world.send(`155500${chance.between(1, 9)}`, { sessionId: 'a' })
    await world.run(chance.between(0, isPaced ? 4000 : 600))
    const { queue } = world.life.messages.handlers
    const isPause = chance.is(0.5)
    if (isPause) {
      world.life.change({ isPaused: true })
      world.watch.paused()
    } else {
      const cancelled = Promise.resolve(queue.clear({ all: true }, page))
      const answer = await Promise.race([cancelled, world.run(1000).then(() => null)])
      if (answer) world.watch.cancelled(answer.queueIds)
    }
    const before = world.watch.count()
    await world.run(60 * 60_000)
    const left = world.watch.count() - before
    const most = isPaced ? 1 : 8
    const violations = isPause && left > most ? [`P10: ${left} left after the pause`] : []
    return [...violations, ...world.problems].map((text) => `seed ${seed}: ${text}`)
  } finally {
    await world.close()
  }
}

test('a pause or a cancel lets at most what is in flight go', async () => {
  const tried = cases(50, 500)
  const violations: string[] = []
  for (let seed = 1; seed <= tried; seed += 1) violations.push(...(await stopOnce(seed)))
  report('T4 pause and cancel', tried, violations)
})

test('each chat gets its messages in order', async () => {
  const messages = cases(500, 5000)
  const world = createWorld({
    seed: 5,
    mood: { ackLost: 0.05, ackLate: 0.05, notSent: 0.05, lookupFails: 0.02, composeFails: 0.02, ackTwice: 0.1 },
  })
  const { chance } = world
  try {
    world.connect('a')
    world.connect('b')
    for (let sent = 0; sent < messages; sent += 1) {
      await world.send(`155500${chance.between(10, 40)}`, chance.is(0.5) ? { sessionId: chance.one(['a', 'b']) } : {})
      if (chance.is(0.05)) await world.run(chance.between(0, 5000))
      if (chance.is(0.01)) world.drop(chance.one(['a', 'b']))
      if (chance.is(0.05)) world.connect(chance.one(['a', 'b']))
    }
    await world.heal()
    await world.until(world.watch.isEnded, 24 * 60 * 60_000)
    await world.run(60_000)
    world.watch.judge(world.server.arrivals)
    report('T5 order of each chat', messages, [...world.problems, ...world.server.problems])
  } finally {
    await world.close()
  }
})
