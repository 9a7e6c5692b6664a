// Changes of the data that need code: killed anywhere they go on where they stopped, no row is met twice, none is left out;
// how far they are is told, and nothing is held up meanwhile.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { silentLog } from '@main/engine/base/log.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { type Step, startSteps } from '@main/engine/database/steps.ts'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bundled } from '../../support/bundle.ts'
import { casesOf, seeded, tell } from '../../support/counts.ts'
import { handClock, scratchDatabase, scratchDir } from '../../support/scratch.ts'
import { marking } from '../../support/upgrading.ts'

const AGAIN_MS = 60_000

function fill(database: Database, rows: number): void {
  const put = database.prepare(`INSERT INTO opt_outs VALUES (?, 'staff', NULL, 1)`)
  database.now(() => {
    for (let index = 0; index < rows; index += 1) put.run(`1555${String(index).padStart(6, '0')}`)
  })
}

const marks = (database: Database): Record<string, number> =>
  Object.fromEntries(
    database
      .prepare<{ note: string; rows: number }>(
        `SELECT coalesce(note, '') AS note, count(*) AS rows FROM opt_outs GROUP BY note`,
      )
      .all()
      .map(({ note, rows }) => [note, rows]),
  )

/** Lets time pass until what is asked is so. */
async function passing(clock: ReturnType<typeof handClock>, isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5_000 && !isSo(); turn += 1) {
    clock.pass(20)
    await new Promise(setImmediate)
  }
  expect(isSo()).toBe(true)
}

test('killed again and again, a step marks each row once and only once', { timeout: 300_000 }, async () => {
  const { script, drop } = await bundled('test/support/upgrading.ts')
  onTestFinished(drop)
  const rows = casesOf(20_000, 2_000)
  const path = join(scratchDir(), 'dakiya.db')
  const database = openDatabase(path)
  fill(database, rows)
  database.close()
  const random = seeded(rows)
  const env = { ...process.env, DAKIYA_UPGRADING: '1' }
  const violations: string[] = []
  let kills = 0
  for (let reached = -1; ; ) {
    const [what, most] = kills % 2 === 0 ? ['row', 300] : ['commit', 8]
    const killAt = 1 + Math.floor(random() * most)
    const life = spawnSync(process.execPath, [script, path, what, String(killAt)], { encoding: 'utf8', env })
    const file = new SQLite(path)
    const marked = file.prepare(`SELECT count(*) FROM opt_outs WHERE note = 'x'`).pluck().get() as number
    const twice = file.prepare(`SELECT count(*) FROM opt_outs WHERE note != 'x'`).pluck().get() as number
    const done = file.prepare('SELECT done FROM steps').pluck().get() as number
    file.close()
    if (twice > 0) violations.push(`kill ${kills}: ${twice} rows were met twice`)
    if (marked !== done) violations.push(`kill ${kills}: ${done} rows noted, ${marked} marked`)
    if (marked < reached) violations.push(`kill ${kills}: ${marked} of ${reached} rows are left`)
    reached = marked
    if (life.signal !== 'SIGKILL') {
      if (life.status !== 0 || marked !== rows) violations.push(`ended with ${life.status}, ${marked} marked`)
      break
    }
    kills += 1
  }
  expect(kills).toBeGreaterThan(5)
  tell('steps killed', kills, violations, `${rows} rows`)
})

test('how far it is is told, what is done is never begun again, and a second step follows the first', async () => {
  const database = scratchDatabase()
  fill(database, 300)
  const clock = handClock()
  let batches = 0
  const counted = (name: string): Step => ({
    ...marking(() => {
      batches += 1
    }),
    name,
  })
  const make = () => startSteps({ database, clock, log: silentLog, steps: [counted('one'), counted('two')] })
  const first = make()
  expect(first.progress()).toEqual({ done: 0, total: 600 })
  const seen: number[] = []
  await passing(clock, () => {
    seen.push(first.progress()?.done ?? 600)
    return first.progress() === null
  })
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(new Set(seen).size).toBeGreaterThan(5)
  expect(marks(database)).toEqual({ xx: 300 })
  expect(batches).toBe(600)
  const second = make()
  expect(second.progress()).toBeNull()
  clock.pass(AGAIN_MS)
  await new Promise(setImmediate)
  expect(batches).toBe(600)
})

test('a slow step gets smaller batches, so that nobody waits long', async () => {
  const database = scratchDatabase()
  fill(database, 200)
  const clock = handClock()
  const asked: number[] = []
  const slow: Step = {
    ...marking(() => clock.pass(1)),
    batch(on, position, rows) {
      asked.push(rows)
      return marking(() => clock.pass(1)).batch(on, position, rows)
    },
  }
  const steps = startSteps({ database, clock, log: silentLog, steps: [slow] })
  await passing(clock, () => steps.progress() === null)
  expect(Math.max(...asked.slice(1))).toBeLessThanOrEqual(8)
  expect(marks(database)).toEqual({ x: 200 })
})

test('a step that throws changes nothing and is tried again later; closing ends it', async () => {
  const database = scratchDatabase()
  fill(database, 100)
  const clock = handClock()
  let met = 0
  const broken = marking(() => {
    met += 1
    if (met === 30) throw new Error('the thirtieth row')
  })
  const steps = startSteps({ database, clock, log: silentLog, steps: [broken] })
  await passing(clock, () => met === 30)
  await new Promise(setImmediate)
  expect(marks(database)).toEqual({ '': 80, x: 20 })
  expect(steps.progress()).toEqual({ done: 20, total: 100 })
  await passing(clock, () => steps.progress() === null)
  expect(marks(database)).toEqual({ x: 100 })

  const other = startSteps({ database, clock, log: silentLog, steps: [{ ...marking(), name: 'other' }] })
  await other.close()
  clock.pass(AGAIN_MS)
  await new Promise(setImmediate)
  expect(other.progress()).toEqual({ done: 0, total: 100 })
})
