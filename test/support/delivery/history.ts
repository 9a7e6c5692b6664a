// One random history: some hours of a small office with everything that can go wrong, then calm until all has ended.

import type { Caller } from '@contract/operation.ts'
import type { Settings } from '@contract/settings.ts'
import type { Chance } from './chance.ts'
import { devices } from './process.ts'
import type { Mood } from './server.ts'
import { createWorld, type World } from './world.ts'

const page: Caller = { kind: 'page' }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const YEAR_MS = 365 * 24 * HOUR_MS

const numbers = Array.from({ length: 7 }, (_, index) => String(15550001 + index)).concat('15550100')

function someMood(chance: Chance): Mood {
  const some = (most: number) => (chance.is(0.4) ? chance.next() * most : 0)
  return {
    notSent: some(0.3),
    frameLost: some(0.3),
    ackLost: some(0.4),
    ackLate: some(0.4),
    ackTwice: some(0.4),
    ackError: some(0.2),
    receiptFirst: some(1),
    echo: some(0.3),
    lookupFails: some(0.2),
    composeFails: some(0.2),
  }
}

function someSettings(chance: Chance): Partial<Settings> {
  const isPaced = chance.is(0.5)
  const delayMinSeconds = isPaced ? chance.one([0.5, 2, 10]) : 0
  return {
    delayMinSeconds,
    delayMaxSeconds: isPaced ? delayMinSeconds + chance.one([0, 1, 15]) : 0,
    hourlyLimit: chance.one([0, 0, 0, 12]),
    dailyLimit: chance.one([0, 0, 0, 20]),
    onAmbiguous: chance.one(['resend', 'resend', 'hold']),
    lateAfterMinutes: chance.one([0, 0, 30]),
    whenLate: chance.one(['send', 'ask', 'skip']),
  }
}

/** What may happen next; the weights are the times it stands in the list. */
const events: ((world: World) => Promise<void> | void)[] = [
  ...Array(9).fill(sendSome),
  ...Array(4).fill(passTime),
  crash,
  crash,
  dropOne,
  dropOne,
  connectAll,
  connectAll,
  connectAll,
  pause,
  resume,
  resume,
  pauseOne,
  cancelSome,
  cancelSome,
  restoreSome,
  optOut,
  optOut,
  fillDisk,
  emptyDisk,
  emptyDisk,
  jump,
  decide,
  decide,
  changePace,
  release,
]

async function sendSome(world: World): Promise<void> {
  const { chance } = world
  for (let left = chance.between(1, 6); left > 0; left -= 1) {
    const more: Parameters<World['send']>[1] = {}
    if (chance.is(0.1)) more.scheduleAt = world.time.now() + chance.between(-HOUR_MS, 3 * HOUR_MS)
    if (chance.is(0.1)) more.onAmbiguous = chance.one(['resend', 'hold'])
    if (chance.is(0.5)) more.sessionId = chance.one(devices)
    const id = await world.send(chance.one(numbers), more)
    if (id !== null && more.scheduleAt) world.watch.outOfOrder(id)
  }
}

async function passTime(world: World): Promise<void> {
  const { chance } = world
  await world.run(chance.one([50, 500, 5000, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS]) * chance.next())
}

async function crash(world: World): Promise<void> {
  world.crash()
  await world.run(world.chance.between(0, 2 * MINUTE_MS))
  await world.restart()
}

function dropOne(world: World): void {
  world.drop(world.chance.one(devices))
}

function connectAll(world: World): void {
  for (const id of devices) if (world.chance.is(0.8)) world.connect(id)
}

function pause(world: World): void {
  world.life.change({ isPaused: true })
  world.watch.paused()
}

function resume(world: World): void {
  world.watch.resumed()
  world.life.change({ isPaused: false })
}

function pauseOne(world: World): void {
  const id = world.chance.one(devices)
  if (!world.kept.paused.delete(id)) world.kept.paused.add(id)
  world.life.events.tell('device.changed', { deviceId: id })
}

/** What a person asks for while things go wrong may be refused. */
async function ask<T>(world: World, question: Promise<T> | T): Promise<T | null> {
  const asked = Promise.resolve(question).catch(() => null)
  return Promise.race([
    asked,
    world
      .settle()
      .then(world.settle)
      .then(() => null),
  ])
}

async function cancelSome(world: World): Promise<void> {
  const { queue } = world.life.messages.handlers
  const ids = world.watch.ids()
  if (ids.length === 0) return
  const answer = world.chance.is(0.2)
    ? await ask(world, queue.clear({ sessionId: world.chance.one(devices) }, page))
    : await ask(world, queue.cancel({ queueId: world.chance.one(ids) }, page))
  if (answer) world.watch.cancelled(answer.queueIds)
}

async function restoreSome(world: World): Promise<void> {
  const ids = world.watch.ids().filter(() => world.chance.is(0.3))
  if (ids.length === 0) return
  // Some of these may be restored although no answer comes.
  const maybe = world.watch.rows().filter((row) => row.status === 'cancelled' && ids.includes(row.id))
  world.watch.restored(maybe.map((row) => row.id))
  await ask(world, world.life.messages.handlers.queue.restore({ queueIds: ids }, page))
}

function optOut(world: World): void {
  // Often somebody whose message has just gone, perhaps into the void.
  const onTheWay = world.watch.rows().filter((row) => row.status === 'processing')
  const some =
    onTheWay.length > 0 && world.chance.is(0.7) ? world.chance.one(onTheWay).number : world.chance.one(numbers)
  if (world.chance.is(0.7)) world.kept.optedOut.add(some)
}

function fillDisk(world: World): void {
  world.life.disk.setFull(true)
}

function emptyDisk(world: World): void {
  world.life.disk.setFull(false)
}

function jump(world: World): void {
  const { chance, time, watch } = world
  watch.clockSet()
  time.jump(chance.one([HOUR_MS, 24 * HOUR_MS, YEAR_MS, 3000]) * (chance.next() * 2 - 1))
}

/** A person looks at what is unknown and decides. */
async function decide(world: World): Promise<void> {
  const { messages } = world.life.messages.handlers
  const unknown = world.watch.rows().filter((row) => row.outcome === 'unknown')
  const [row] = unknown
  if (!row) return
  const input = { queueId: row.id }
  await ask(world, world.chance.is(0.6) ? messages.resend(input, page) : messages.markSent(input, page))
}

function changePace(world: World): void {
  world.watch.newPace()
  world.life.change(someSettings(world.chance))
}

async function release(world: World): Promise<void> {
  const late = world.watch.rows().filter((row) => row.hold === 'late')
  if (late.length === 0) return
  for (const row of late) world.watch.outOfOrder(row.id)
  await ask(world, world.life.messages.handlers.queue.release({ queueIds: late.map((row) => row.id) }, page))
}

export async function live(seed: number): Promise<{ problems: string[]; relays: number; lives: number }> {
  const world = createWorld({ seed })
  const { chance, watch } = world
  let lives = 1
  try {
    world.life.change(someSettings(chance))
    world.mood = someMood(chance)
    connectAll(world)
    for (let left = chance.between(8, 30); left > 0; left -= 1) {
      const happen = chance.one(events)
      if (happen === crash) lives += 1
      await happen(world)
      if (chance.is(0.1)) world.mood = someMood(chance)
    }
    await world.heal()
    const hasEnded = await world.until(watch.isEnded, 12 * 24 * HOUR_MS)
    if (hasEnded) await world.run(10 * MINUTE_MS)
    watch.judge(world.server.arrivals)
    return { problems: [...watch.problems, ...world.server.problems], relays: watch.count(), lives }
  } finally {
    await world.close()
  }
}
