// T7: clocks that jump by up to a year, daylight saving, a PC that sleeps: nothing early, no burst, the pace in true time.
import { test } from 'vitest'
import { createChance } from '../../../support/delivery/chance.ts'
import { cases, report } from '../../../support/delivery/say.ts'
import { createWorld } from '../../../support/delivery/world.ts'

process.env.TZ = 'Europe/Berlin'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const YEAR_MS = 365 * 24 * HOUR_MS
/** Hours before clocks go forward, and before they go back. */
const starts = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 5, 1, 10)]

async function live(seed: number): Promise<string[]> {
  const chance = createChance(seed)
  const delayMinSeconds = chance.one([1, 5, 30])
  const world = createWorld({
    seed,
    startAt: chance.one(starts),
    settings: {
      delayMinSeconds,
      delayMaxSeconds: delayMinSeconds * chance.one([1, 3]),
      hourlyLimit: chance.one([0, 10, 30]),
      dailyLimit: chance.one([0, 25]),
    },
    mood: { ackLost: 0.1, notSent: 0.05 },
  })
  try {
    world.connect('a')
    for (let index = 0; index < 40; index += 1) {
      const scheduleAt = chance.is(0.3) ? { scheduleAt: world.time.now() + chance.between(1, 6 * HOUR_MS) } : {}
      await world.send(`1555${1000 + index}`, { sessionId: 'a', ...scheduleAt })
    }
    // What left before a jump is known to the life that saw it; the next one finds only the table's times.
    let hasJumped = false
    for (let turn = 0; turn < 12; turn += 1) {
      await world.run(chance.one([MINUTE_MS, 20 * MINUTE_MS, 2 * HOUR_MS]) * chance.next())
      const what = chance.between(0, 4)
      hasJumped ||= what <= 1
      if (what === 0) world.time.jump(YEAR_MS * (chance.next() * 2 - 1))
      if (what === 1) world.time.jump(chance.one([HOUR_MS, -HOUR_MS, 90_000, -90_000, 25 * HOUR_MS]))
      if (what === 2) world.time.sleep(8 * HOUR_MS * chance.next())
      if (what === 3 && !hasJumped) await world.restart()
      world.connect('a')
    }
    await world.heal()
    await world.until(world.watch.isEnded, 8 * 24 * HOUR_MS)
    await world.run(10 * MINUTE_MS)
    world.watch.judge(world.server.arrivals)
    return [...world.problems, ...world.server.problems].map((text) => `seed ${seed}: ${text}`)
  } finally {
    await world.close()
  }
}

test('whatever happens to the clock', async () => {
  const tried = cases(30, 300)
  const violations: string[] = []
  for (let seed = 1; seed <= tried; seed += 1) violations.push(...(await live(seed)))
  report('T7 clocks', tried, violations)
})
