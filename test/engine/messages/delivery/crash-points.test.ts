// T2: the program dies at each step of a message's way; the next life brings everything to its end within a minute,
// what was unconfirmed before anything newer, and within ten seconds of its start.
import { test } from 'vitest'
import { createChance } from '../../../support/delivery/chance.ts'
import { cases, report } from '../../../support/delivery/say.ts'
import type { Step } from '../../../support/delivery/server.ts'
import { createWorld, type World } from '../../../support/delivery/world.ts'

type Point = Step | 'before-commit' | 'after-commit' | 'checkpoint' | 'shutdown' | 'before-claim' | 'after-claim'

const points: readonly Point[] = [
  'before-commit',
  'after-commit',
  'lookup',
  'composed',
  'before-claim',
  'after-claim',
  'relay',
  'keys',
  'frame',
  'arrived',
  'ack',
  'receipt',
  'checkpoint',
  'shutdown',
]

/** Lives until the `nth` time at `point`, dies there, and lives on. */
async function die(point: Point, seed: number): Promise<string[]> {
  const chance = createChance(seed * 7919)
  let left = chance.between(1, 6)
  let isOver = false
  let isComposed = false
  function reached(here: Point): void {
    if (isOver || here !== point) return
    left -= 1
    if (left > 0) return
    isOver = true
    world.crash()
  }
  const world: World = createWorld({
    seed,
    onStep(step) {
      if (step === 'composed') isComposed = true
      reached(step)
    },
    hooks: {
      onCommit(when) {
        reached(when === 'before' ? 'before-commit' : 'after-commit')
        if (isComposed) reached(when === 'before' ? 'before-claim' : 'after-claim')
        if (when === 'after') isComposed = false
      },
    },
  })
  try {
    world.connect('a')
    const numbers = ['1', '2', '1', '3', '1', '2', '4', '1', '5', '3']
    for (const number of numbers) await world.send(`1555000${number}`, { sessionId: 'a' })
    await world.run(chance.between(1, 400))
    if (!isOver && point === 'checkpoint') {
      world.life.disk.database.prepare('PRAGMA wal_checkpoint(PASSIVE)').all()
      world.crash()
    }
    if (!isOver && point === 'shutdown') {
      void world.life.messages.stop(60_000)
      world.crash()
    }
    if (world.life.disk.isAlive()) await world.run(5_000)
    if (world.life.disk.isAlive()) world.crash()
    await world.restart()
    const orphans = world.watch.rows().filter((row) => row.status === 'processing')
    const isBefore = world.watch.count()
    world.connect('a')
    const areRecovered = () =>
      world.watch.rows().every((row) => row.status !== 'processing' || !orphans.some((one) => one.id === row.id))
    const violations = (await world.until(areRecovered, 10_000)) ? [] : ['P7: orphans after ten seconds']
    if (orphans.length > 0 && world.watch.count() === isBefore && !areRecovered())
      violations.push('P7: nothing was tried')
    if (!(await world.until(world.watch.isEnded, 60_000))) violations.push('P7: not ended after a minute')
    await world.run(20_000)
    world.watch.judge(world.server.arrivals)
    const twice = new Map<string, number>()
    for (const { text } of world.server.arrivals.values()) twice.set(text, (twice.get(text) ?? 0) + 1)
    for (const [text, ids] of twice) if (ids > 1) violations.push(`P3: "${text}" arrived under ${ids} ids`)
    const all = [...violations, ...world.problems, ...world.server.problems]
    return all.map((text) => `${point}, seed ${seed}: ${text}`)
  } finally {
    await world.close()
  }
}

test('a death at any step', async () => {
  const seeds = cases(5, 50)
  const violations: string[] = []
  for (const point of points) for (let seed = 1; seed <= seeds; seed += 1) violations.push(...(await die(point, seed)))
  report('T2 crash points', points.length * seeds, violations)
})
