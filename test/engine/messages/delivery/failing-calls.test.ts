// P46: the Nth call of the database fails, once or for half a minute. Whatever N is, the state stays legal, nothing that
// was accepted is lost, nothing goes out twice under two ids, and all goes on by itself.
import type { Caller } from '@contract/operation.ts'
import SQLite from 'better-sqlite3'
import { test } from 'vitest'
import { cases, report } from '../../../support/delivery/say.ts'
import { createWorld, type World } from '../../../support/delivery/world.ts'

const page: Caller = { kind: 'page' }
const LASTS_MS = 30_000

interface Failure {
  seed: number
  nth: number
  isLasting: boolean
}

/** Lives through one history with a failing call; tells how many calls there were. */
async function live({ seed, nth, isLasting }: Failure): Promise<{ calls: number; violations: string[] }> {
  let calls = 0
  let isArmed = false
  let failsUntil = -1
  const world: World = createWorld({
    seed,
    settings: { onAmbiguous: 'resend' },
    mood: { ackLost: 0.2, notSent: 0.1, ackError: 0.1, ackTwice: 0.2 },
    hooks: {
      onCall() {
        if (!isArmed) return
        calls += 1
        if (calls === nth) failsUntil = world.time.elapsed() + (isLasting ? LASTS_MS : 0)
        const isFailing = calls === nth || (isLasting && world.time.elapsed() < failsUntil)
        if (isFailing) throw new SQLite.SqliteError('disk I/O error', 'SQLITE_IOERR')
      },
    },
  })
  try {
    world.connect('a')
    isArmed = true
    for (const number of ['1', '2', '1']) await world.send(`1555000${number}`, { sessionId: 'a' })
    await world.run(100)
    const id = await world.send('15550003', { sessionId: 'a' })
    if (id !== null) {
      const cancelled = await Promise.resolve(world.life.messages.handlers.queue.cancel({ queueId: id }, page)).catch(
        () => null,
      )
      if (cancelled) world.watch.cancelled(cancelled.queueIds)
    }
    await world.send('15550002', { sessionId: 'a', scheduleAt: world.time.now() + 5000 })
    await world.run(3_000)
    world.drop('a')
    await world.run(500)
    world.connect('a')
    await world.run(20_000)
    isArmed = false
    await world.heal()
    await world.until(world.watch.isEnded, 25 * 60 * 60_000)
    await world.run(60_000)
    world.watch.judge(world.server.arrivals)
    const all = [...world.problems, ...world.server.problems]
    return { calls, violations: all.map((text) => `call ${nth}${isLasting ? ' and on' : ''}, seed ${seed}: ${text}`) }
  } catch (cause) {
    return { calls, violations: [`call ${nth}${isLasting ? ' and on' : ''}, seed ${seed}: ${String(cause)}`] }
  } finally {
    isArmed = false
    await world.close()
  }
}

test('any failing call leaves a legal state', async () => {
  const most = cases(300, 3000)
  const violations: string[] = []
  let tried = 0
  for (let seed = 1; tried < most; seed += 1) {
    const { calls } = await live({ seed, nth: 0, isLasting: false })
    for (const isLasting of [false, true]) {
      for (let nth = 1; nth <= calls && tried < most; nth += 1) {
        violations.push(...(await live({ seed, nth, isLasting })).violations)
        tried += 1
      }
    }
  }
  report('P46 failing calls', tried, violations)
})
