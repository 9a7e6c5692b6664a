// T6: a message that brings the program down each time it is touched is put aside after the third time; the queue goes on.
import { test } from 'vitest'
import { cases, report } from '../../../support/delivery/say.ts'
import { createWorld, type World } from '../../../support/delivery/world.ts'

/** The poisonous one among others; `isClaimed` = it kills only once its bytes are fixed. */
async function poison(seed: number, isClaimed: boolean): Promise<string[]> {
  const violations: string[] = []
  let poisonous = ''
  let isArmed = false
  const world: World = createWorld({
    seed,
    onStep(step, address) {
      const isHere = step === (isClaimed ? 'relay' : 'composed')
      if (isHere && isArmed && address === `${poisonous}@s`) world.crash()
    },
  })
  const { chance } = world
  try {
    poisonous = `1555${chance.between(10, 29)}`
    for (let index = 10; index < 30; index += 1) await world.send(`1555${index}`, { sessionId: chance.one(['a', 'b']) })
    isArmed = true
    let crashes = 0
    for (let life = 0; life < 8; life += 1) {
      world.connect('a')
      world.connect('b')
      await world.until(() => !world.life.disk.isAlive() || world.watch.isEnded(), 10 * 60_000)
      if (world.life.disk.isAlive()) break
      crashes += 1
      await world.restart()
    }
    await world.run(10 * 60_000)
    if (crashes !== 3) violations.push(`it brought the program down ${crashes} times`)
    for (const row of world.watch.rows()) {
      const isIt = row.number === poisonous
      if (!isIt && row.status !== 'sent') violations.push(`P12: ${row.id} is ${row.status} (${row.outcome})`)
      if (isIt && !isClaimed && row.outcome !== 'quarantined')
        violations.push(`P12: it is ${row.status} (${row.outcome})`)
      if (isIt && isClaimed && row.outcome !== 'unknown') violations.push(`P12: it is ${row.status} (${row.outcome})`)
    }
    return [...violations, ...world.problems].map((text) => `seed ${seed}: ${text}`)
  } finally {
    await world.close()
  }
}

test('a message that breaks the program down cannot stop the queue', async () => {
  const tried = cases(5, 50)
  const violations: string[] = []
  for (let seed = 1; seed <= tried; seed += 1) violations.push(...(await poison(seed, seed % 2 === 0)))
  report('T6 poisonous messages', tried, violations)
})
