// A PC, its phone lines and WhatsApp in one box: lives that begin and crash, time that runs, and a watch on every promise.
// What is seen to be broken goes to `problems`; nothing throws, so that a history is always lived to its end.
import type { Draft } from '@contract/messages.ts'
import type { Caller } from '@contract/operation.ts'
import type { Settings } from '@contract/settings.ts'
import { createChance } from './chance.ts'
import type { DiskHooks } from './disk.ts'
import { begin, devices, forget, type Life, newKept } from './process.ts'
import { calm, createServer, type Mood, type Step } from './server.ts'
import { createTime } from './time.ts'
import { createWatch } from './watch.ts'

const page: Caller = { kind: 'page' }

export interface WorldOptions {
  seed: number
  settings?: Partial<Settings>
  mood?: Partial<Mood>
  hooks?: DiskHooks
  /** Epoch ms at the beginning. */
  startAt?: number
  onStep?: (step: Step, address?: string) => void
}

export type World = Awaited<ReturnType<typeof createWorld>>

export function createWorld(options: WorldOptions) {
  const chance = createChance(options.seed)
  const time = createTime(options.startAt)
  const kept = newKept(options.settings)
  let mood: Mood = { ...calm, ...options.mood }
  let life: Life
  const watch = createWatch({ kept, time, life: () => life })

  const server = createServer({
    time,
    chance,
    mood: () => mood,
    onFrame: watch.frame,
    onStep: options.onStep ?? (() => undefined),
    tell(deviceId, word) {
      if (!life.disk.isAlive()) return
      watch.told(word)
      if (word.kind === 'ack')
        life.events.tell('ack.received', { deviceId, at: time.now(), waId: word.waId, code: word.code })
      else if (word.kind === 'echo') life.events.tell('echo.received', { deviceId, at: time.now(), waId: word.waId })
      else {
        life.events.tell('receipt.received', {
          deviceId,
          at: time.now(),
          waId: word.waId,
          kind: word.receipt,
          from: '',
        })
      }
    },
  })

  const open = (): Life =>
    begin({
      kept,
      time,
      chance,
      ...(options.hooks ? { hooks: options.hooks } : {}),
      transport: (isAlive) => server.transport(isAlive, watch.relayed),
    })
  life = open()
  life.messages.start()

  /** Lets everything that needs no time happen. */
  async function settle(): Promise<void> {
    let quiet = 0
    let before = -1
    while (quiet < 2) {
      await new Promise(setImmediate)
      const now = kept.lines.length + watch.count() + life.disk.pending() * 1e6
      quiet = now === before && life.disk.pending() === 0 ? quiet + 1 : 0
      before = now
    }
  }

  const world = {
    chance,
    time,
    kept,
    server,
    watch,
    problems: watch.problems,
    /** The present life. */
    get life(): Life {
      return life
    },
    get mood(): Mood {
      return mood
    },
    set mood(next: Mood) {
      mood = next
    },
    settle,
    /** Lives through `ms` of true time. */
    async run(ms: number): Promise<void> {
      const end = time.elapsed() + Math.round(ms)
      await settle()
      while (time.step(end)) await settle()
      await settle()
    },
    /** Runs until `isTrue` or `ms` have passed; tells which. */
    async until(isTrue: () => boolean, ms: number): Promise<boolean> {
      const end = time.elapsed() + Math.round(ms)
      await settle()
      while (!isTrue()) {
        if (!time.step(end)) return isTrue()
        await settle()
      }
      return true
    },
    connect(deviceId: string): void {
      if (server.isOnline(deviceId)) return
      server.connect(deviceId)
      life.events.tell('device.ready', { deviceId })
    },
    drop(deviceId: string): void {
      server.drop(deviceId)
      life.events.tell('device.changed', { deviceId })
    },
    /** The program dies here and now. */
    crash(): void {
      life.disk.die()
      for (const id of devices) server.drop(id)
    },
    /** The next life, on the same file. */
    async restart(): Promise<void> {
      life.disk.die()
      for (const id of devices) server.drop(id)
      for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate)
      life.disk.close()
      watch.restarted()
      life = open()
      life.messages.start()
      await settle()
    },
    async send(number: string, more: Partial<Draft> = {}): Promise<number | null> {
      const text = `m${watch.count()}-${number}-${chance.between(0, 1e9)}`
      const draft = { number, message: text, sessionId: undefined, ...more } as Draft
      const accepted = Promise.resolve(life.messages.handlers.messages.send(draft, page))
      const answer = await Promise.race([
        accepted.catch(() => null),
        settle()
          .then(settle)
          .then(() => null),
      ])
      if (answer !== null && life.disk.isAlive()) watch.accepted(answer.queueId, number)
      return answer?.queueId ?? null
    },
    /** Everything as it should be from here on. */
    async heal(): Promise<void> {
      mood = { ...calm }
      kept.paused.clear()
      if (!life.disk.isAlive()) await world.restart()
      life.disk.setFull(false)
      // A clock that is right, or later than all that was scheduled while it was not.
      time.setRight()
      time.jump(Math.max(0, watch.lastScheduledAt() - time.now()))
      life.change({ isPaused: false })
      watch.resumed()
      for (const id of devices) world.connect(id)
      await settle()
    },
    async close(): Promise<void> {
      life.disk.die()
      for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
      life.disk.close()
      forget(kept)
    },
  }
  return world
}
