// The pace after a start, from its own ledger, is to the millisecond what the messages themselves gave before it had one: over
// random lives of claims, outcomes, tries, moves, clocks set at will and restarts; and erasing a message changes nothing of it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEvents } from '@main/engine/base/events.ts'
import { openJournal } from '@main/engine/base/journal.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { createChanges } from '@main/engine/database/changes.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { createBacklog } from '@main/engine/messages/state/backlog.ts'
import type { Fact } from '@main/engine/messages/state/delivery.ts'
import { createSettle } from '@main/engine/messages/state/settle.ts'
import { createStore } from '@main/engine/messages/state/store.ts'
import { createLedger, type SentTimes } from '@main/engine/pacing/ledger.ts'
import { createPacer } from '@main/engine/pacing/pacer.ts'
import type { Ledger } from '@main/engine/pacing/pacing.ts'
import SQLite from 'better-sqlite3'
import { startOfDay } from 'date-fns'
import { expect, onTestFinished, test } from 'vitest'
import { casesOf, tell } from '../../support/counts.ts'
import { type Chance, createChance } from '../../support/delivery/chance.ts'
import { oldSentTimes } from '../../support/old-sent-times.ts'
import { handClock, scratchDatabase, scratchDir } from '../../support/scratch.ts'

const [SECOND, HOUR, DAY] = [1_000, 3_600_000, 86_400_000]
type HandClock = ReturnType<typeof handClock>

/** A program that settles messages, on a database of its own. */
function program(clock: HandClock, ledgerOf: (database: Database) => Ledger) {
  const database = scratchDatabase()
  const store = createStore(database)
  const journal = openJournal({ dir: scratchDir(), clock, log: silentLog })
  onTestFinished(() => journal.close())
  const settle = createSettle({
    store,
    database,
    changes: createChanges({ database, clock }),
    events: createEvents(silentLog),
    clock,
    journal,
    backlog: createBacklog(store),
    ledger: ledgerOf(database),
    onWriteFailed: (cause) => expect.unreachable(String(cause)),
  })
  const addDevice = database.prepare(
    `INSERT INTO devices (id, name, state, state_since, created_at) VALUES (?, 'Shop', 'linked', 1, 1)`,
  )
  const add = database.prepare('INSERT INTO messages (id, device_id, number, created_at) VALUES (?, ?, ?, ?)')
  const move = database.prepare(`UPDATE messages SET device_id = ? WHERE id = ? AND status = 'pending'`)
  const erase = database.prepare(`DELETE FROM messages WHERE id = ? AND status IN ('sent', 'failed')`)
  const dropEvents = database.prepare('DELETE FROM message_events WHERE message_id = ?')
  return {
    database,
    store,
    settle,
    addDevice: (id: string) => addDevice.run(id),
    add: (id: number, deviceId: string, at: number) => add.run(id, deviceId, `1555${id}`, at),
    move: (id: number, to: string) => move.run(to, id),
    hasEnded: (id: number) => ['sent', 'failed'].includes(store.get(id)?.status ?? ''),
    erase(id: number) {
      dropEvents.run(id)
      erase.run(id)
    },
  }
}

/** What befalls a message; the times are the server's or the recipient's, whole seconds of another clock. */
function factOf(chance: Chance, now: number): Fact {
  const at = Math.floor((now + chance.between(-90, 5) * SECOND) / SECOND) * SECOND
  return chance.one<Fact>([
    { kind: 'claimed' },
    { kind: 'claimed' },
    { kind: 'claimed' },
    { kind: 'tried-again' },
    { kind: 'accepted', at: now },
    { kind: 'accepted', at },
    { kind: 'accepted', at },
    { kind: 'rejected', code: '479', reason: 'no' },
    { kind: 'echo', at },
    { kind: 'no-answer' },
    { kind: 'not-sent' },
    { kind: 'given-up', retry: chance.one(['hold', 'resend', 'never']) },
    { kind: 'resend-asked' },
    { kind: 'marked-sent' },
    { kind: 'refused', code: 'opted-out', reason: 'no' },
    { kind: 'receipt', receipt: 'delivered', at },
    { kind: 'receipt', receipt: 'read', at },
    { kind: 'cancelled' },
    { kind: 'restored' },
  ])
}

/** Some time passes, or somebody sets the clock. */
function timeGoesOn(chance: Chance, clock: HandClock): void {
  const what = chance.next()
  if (what < 0.6) clock.pass(chance.between(0, 40) * SECOND + chance.between(0, 999))
  else if (what < 0.85) clock.pass(chance.between(1, 40) * 60 * SECOND)
  else if (what < 0.92) clock.pass(chance.between(1, 30) * HOUR)
  else clock.set(clock.now() + chance.one([SECOND, 60 * SECOND, HOUR, DAY, 400 * DAY]) * chance.between(-3, 3))
}

/** Everything a pace begins with and what it says then. */
function beginning(sentTimes: SentTimes, deviceId: string, clock: HandClock, seed: number): string {
  const chance = createChance(seed)
  const settings = { delayMinSeconds: 5, delayMaxSeconds: 3600, hourlyLimit: 4, dailyLimit: 9, typing: false }
  const random = { next: chance.next, bytes: chance.bytes }
  const pacer = createPacer({ sentTimes, deviceId, rules: () => settings, random, clock })
  const now = clock.now()
  const waits = [now, now - 10 * SECOND, now - DAY].map((since) => [pacer.next(since), pacer.forecast(3, since)])
  return JSON.stringify({
    figures: pacer.figures(),
    waits,
    hour: sentTimes.since(deviceId, now - HOUR - 120 * SECOND, now),
    today: sentTimes.countFrom(deviceId, startOfDay(now).getTime()),
    last: sentTimes.lastAt(deviceId),
  })
}

const nothing: Ledger = { note: () => undefined, takeBack: () => undefined }

/** The old program and the present one, side by side by one clock. */
function sideBySide(clock: HandClock) {
  const old = program(clock, () => nothing)
  old.database.prepare('CREATE INDEX messages_by_left ON messages (device_id, left_at) WHERE left_at IS NOT NULL').run()
  const present = program(clock, (database) => createLedger({ database, clock }))
  return { old, present, both: [old, present] }
}

/** Some lives of a program with two devices; the messages from `firstId` on are its own. Returns what differed after a start. */
async function livesOf(seed: number, clock: HandClock, { old, present, both }: ReturnType<typeof sideBySide>) {
  const chance = createChance(seed)
  const devices = [`${seed}a`, `${seed}b`]
  for (const one of both) for (const id of devices) one.addDevice(id)
  const differences: string[] = []
  let ids: number[] = []
  let lastId = seed * 10_000
  for (let life = 1; life <= 5; life += 1) {
    const plan = Array.from({ length: chance.between(5, 80) }, () => chance.between(1, 2 ** 31))
    const [start, lastBefore, idsBefore] = [clock.now(), lastId, ids]
    for (const one of both) {
      // Both live through the same: the clock begins anew for the second.
      if (one === present) clock.set(start)
      lastId = lastBefore
      ids = [...idsBefore]
      await one.settle.commit((apply) => {
        for (const step of plan) {
          const fate = createChance(step)
          timeGoesOn(fate, clock)
          const what = fate.next()
          if (ids.length === 0 || what < 0.25) {
            lastId += 1
            one.add(lastId, fate.one(devices), clock.now())
            ids.push(lastId)
          } else if (what < 0.3) one.move(fate.one(ids), fate.one(devices))
          else {
            const row = one.store.get(fate.is(0.6) ? fate.one(ids.slice(-4)) : fate.one(ids))
            if (row) apply(row, factOf(fate, clock.now()))
          }
        }
      })
    }
    for (const deviceId of devices) {
      const [was, is] = [oldSentTimes(old.database), createLedger({ database: present.database, clock })].map((times) =>
        beginning(times, deviceId, clock, seed),
      )
      if (was !== is) differences.push(`seed ${seed}, start ${life}, ${deviceId}: was ${was}, is ${is}`)
    }
    // What is erased in the one stays in the other, where it is only never heard of again.
    const gone = ids.filter((id) => present.hasEnded(id) && chance.is(0.2))
    for (const id of gone) present.erase(id)
    ids = ids.filter((id) => !gone.includes(id))
  }
  return differences
}

const seeds = casesOf(3_000)

test('after any life the pace begins as it did when it counted the messages', { timeout: 600_000 }, async () => {
  const clock = handClock()
  const programs = sideBySide(clock)
  const differences: string[] = []
  for (let seed = 1; seed <= seeds; seed += 1) differences.push(...(await livesOf(seed, clock, programs)))
  const count = (sql: string) =>
    programs.present.database.prepare<{ n: number }>(`SELECT count(*) AS n ${sql}`).get()?.n
  const erased = count('FROM sent_times WHERE message_id NOT IN (SELECT id FROM messages)')
  expect(erased).toBeGreaterThan(seeds)
  tell('the pace after a start', seeds, differences, `${count('FROM sent_times')} rows, ${erased} of erased messages`)
})

test('data of the version before get the ledger that their messages would have filled', {
  timeout: 600_000,
}, async () => {
  const clock = handClock()
  const { old, ...rest } = sideBySide(clock)
  for (let seed = 1; seed <= 20; seed += 1) await livesOf(seed, clock, { old, ...rest })
  // One with more than are kept, in forty days.
  old.addDevice('big')
  const sent = old.database.prepare(
    `INSERT INTO messages (device_id, number, status, created_at, left_at, tried_at, sent_at) VALUES ('big', '1555', 'sent', ?, ?, ?, ?)`,
  )
  old.database.now(() => {
    for (let index = 0; index < 12_000; index += 1) {
      const at = clock.now() - 40 * DAY + index * 288 * SECOND
      sent.run(at, at, at, at)
    }
  })
  const path = join(scratchDir(), 'dakiya.db')
  writeVersionFive(path, old.database.path)
  const database = openDatabase(path)
  onTestFinished(() => database.close())
  const ids = old.database.prepare<{ id: string }>('SELECT id FROM devices').all()
  for (const { id } of ids) {
    const [was, is] = [oldSentTimes(old.database), createLedger({ database, clock })].map((times) =>
      beginning(times, id, clock, 1),
    )
    expect(is, id).toBe(was)
  }
  expect(ids).toHaveLength(41)
  const big = database.prepare<{ n: number }>(`SELECT count(*) AS n FROM sent_times WHERE device_id = 'big'`).get()
  expect(big?.n).toBe(10_000)
})

/** The devices and messages of `from`, in a file as the fifth version left it. */
function writeVersionFive(path: string, from: string): void {
  const folder = fileURLToPath(new URL('../../../src/main/engine/database/migrations', import.meta.url))
  const file = new SQLite(path)
  for (const name of readdirSync(folder).sort().slice(0, 5)) file.exec(readFileSync(join(folder, name), 'utf8'))
  file.pragma('user_version = 5')
  file.prepare('ATTACH ? AS old').run(from)
  for (const table of ['devices', 'messages']) file.exec(`INSERT INTO ${table} SELECT * FROM old.${table}`)
  file.close()
}

test('the ledger stays small, and a clock that was wrong for a while takes nothing from it', () => {
  const clock = handClock()
  const database = scratchDatabase()
  const ledger = createLedger({ database, clock })
  let id = 0
  /** So many leave, `everyMs` apart, and are settled a second later. */
  const send = (count: number, everyMs: number) =>
    database.now(() => {
      for (let index = 0; index < count; index += 1) {
        id += 1
        const sent = { messageId: id, deviceId: 'd1', leftAt: clock.now(), triedAt: clock.now(), settledAt: null }
        ledger.note(sent)
        ledger.note({ ...sent, settledAt: clock.now() + SECOND })
        clock.pass(everyMs)
      }
    })
  const rows = () => database.prepare<{ n: number }>('SELECT count(*) AS n FROM sent_times').get()?.n
  const counted = () => ledger.countFrom('d1', clock.now() - DAY)

  // A hundred thousand in five days: all of two days stay.
  send(100_000, (5 * DAY) / 100_000)
  expect(rows()).toBeGreaterThanOrEqual(40_000)
  expect(rows()).toBeLessThan(40_200)
  expect(counted()).toBe(20_000)
  // Then few: the newest ten thousand stay, for ever.
  clock.pass(30 * DAY)
  send(30_000, HOUR)
  expect(rows()).toBeGreaterThanOrEqual(10_000)
  expect(rows()).toBeLessThan(10_200)

  send(5_000, SECOND)
  const [today, now] = [counted(), clock.now()]
  clock.set(now + 400 * DAY)
  send(2_000, SECOND)
  clock.set(now)
  ledger.bringBack('d1', now)
  expect(counted()).toBe(today + 2_000)
})
