// T19: whoever could not read a message gets it again from our disk: after a restart of the program, long after Baileys' own memory
// of five minutes, on each of three devices, also when they answer under their LID. What left more than 30 days ago, or is not ours
// any more, is not answered with anything.
import { join } from 'node:path'
import type { Draft } from '@contract/messages.ts'
import { type Clock, systemClock } from '@main/engine/base/clock.ts'
import SQLite from 'better-sqlite3'
import { onTestFinished, test } from 'vitest'
import { casesOf, seeded, tell } from '../support/counts.ts'
import { page, type Rig, startRig } from '../support/engine.ts'
import { type Practice, until } from '../support/practice.ts'

const PHONE = '15550100001'
const DEVICES = 3
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const WITHIN_MS = 30_000

/** Timers run so many times faster: the end of a program waits some seconds for what is on its way. */
const HURRY = 8

/** The PC's time, set on by `ahead`. */
function clockAhead(): Clock & { ahead: number } {
  const clock = {
    ...systemClock,
    ahead: 0,
    now: () => systemClock.now() + clock.ahead,
    elapsed: () => systemClock.elapsed() + clock.ahead,
    after: (ms: number, work: () => void) => systemClock.after(ms / HURRY, work),
  }
  return clock
}

interface Shape {
  tag: string
  attrs: Record<string, string | undefined>
  children?: Shape[]
}

interface Seen {
  /** Devices of the recipient that have read it. */
  readers: Set<string>
  /** Letters of ours with ciphertext, and without. */
  full: number
  empty: number
  /** Requests to send it again that we have dealt with. */
  dealtWith: number
}

/** What the network saw under an id, as its ledger grows. */
function watch(practice: Practice): (waId: string) => Promise<Seen> {
  const seen = new Map<string, Seen>()
  let last = 0
  const of = (id = ''): Seen => {
    const known = seen.get(id) ?? { readers: new Set<string>(), full: 0, empty: 0, dealtWith: 0 }
    seen.set(id, known)
    return known
  }
  return async (waId) => {
    for (const entry of await practice.client.ledger(last, 10_000)) {
      last = entry.seq
      const { attrs } = entry.stanza as Shape
      if (entry.direction === 'note' && entry.tag === 'opened') of(attrs.id).readers.add(entry.device)
      if (entry.direction !== 'in') continue
      if (entry.tag === 'message') of(attrs.id)[JSON.stringify(entry.stanza).includes('"enc"') ? 'full' : 'empty'] += 1
      if (entry.tag === 'ack' && attrs.class === 'receipt' && attrs.type === 'retry') of(attrs.id).dealtWith += 1
    }
    return of(waId)
  }
}

const fates = ['soon', 'soon', 'late', 'late', 'last day', 'last day', 'too late', 'gone'] as const

/** How long after it left the message is asked for. */
function awayMs(fate: (typeof fates)[number], random: () => number): number {
  if (fate === 'soon' || fate === 'gone') return 6 * MINUTE_MS + random() * 60 * MINUTE_MS
  if (fate === 'late') return random() * 28 * DAY_MS
  return (fate === 'last day' ? 29 : 30) * DAY_MS + random() * 0.9 * DAY_MS + MINUTE_MS
}

/** One message that nobody could read, asked for again by three devices after a restart; in words what was wrong. */
async function live(
  rig: Rig,
  clock: { ahead: number },
  seen: ReturnType<typeof watch>,
  seed: number,
): Promise<string[]> {
  const random = seeded(seed)
  const fate = fates[seed % fates.length] ?? 'soon'
  const { client } = rig.practice
  const number = String(4_915_300_000_000 + seed)
  const words = `no. ${seed}`
  await client.contact(`+${number}`, { devices: DEVICES, lid: random() < 0.5, delivers: true, deliverAfterMs: 0 })
  // Nothing reaches us after the letter was taken, so that the requests wait on WhatsApp's side.
  await client.fault({ kind: 'retry-receipt', device: PHONE, count: DEVICES })
  await client.fault({ kind: 'stall', device: PHONE, when: 'accepted' })
  const draft = { number, message: words, onAmbiguous: 'hold' } as Draft
  const { queueId } = await rig.engine.operations.messages.send(draft, page)
  await until('three could not read it', async () => (await client.faultsNow()).faults.length === 0, WITHIN_MS)
  const { message } = await rig.engine.operations.messages.get({ queueId }, page)
  const waId = message.waId ?? ''
  await rig.engine.close()
  if (fate === 'gone') {
    const file = new SQLite(join(rig.dataDir, 'dakiya.db'))
    file.prepare('UPDATE messages SET content = NULL WHERE id = ?').run(queueId)
    file.close()
  }
  clock.ahead = awayMs(fate, random)
  await rig.open()
  const isKept = fate !== 'too late' && fate !== 'gone'
  const problems: string[] = []
  const isDone = async () => {
    const { readers, dealtWith } = await seen(waId)
    return dealtWith >= DEVICES && (!isKept || readers.size === DEVICES)
  }
  await until('the answers', isDone, WITHIN_MS).catch(() => problems.push('not all was answered'))
  const { readers, full, empty, dealtWith } = await seen(waId)
  const got = (await client.messages({ to: `+${number}` })).map(({ id, text }) => `${id} ${text}`)
  const wanted = isKept ? [`${waId} ${words}`] : []
  if (JSON.stringify(got) !== JSON.stringify(wanted)) problems.push(`received ${got.join(', ') || 'nothing'}`)
  if (readers.size !== (isKept ? DEVICES : 0)) problems.push(`read on ${readers.size} devices`)
  if (isKept ? full <= 1 : full !== 1) problems.push(`left ${full} times`)
  if (empty > 0) problems.push(`${empty} empty messages left`)
  clock.ahead = 0
  await rig.restart()
  return problems.map((problem) => `seed ${seed} (${fate}, ${waId}, ${dealtWith} requests): ${problem}`)
}

test('T19 after a restart', { timeout: 3_600_000 }, async () => {
  const cases = casesOf(200)
  const clock = clockAhead()
  const rig = await startRig({ clock })
  onTestFinished(rig.close)
  const id = await rig.link(PHONE)
  const seen = watch(rig.practice)
  const violations: string[] = []
  for (let seed = 1; seed <= cases; seed += 1) {
    await until('the device is connected', async () => {
      const { device } = await rig.engine.operations.devices.get({ sessionId: id }, page)
      return device.status === 'connected'
    })
    violations.push(...(await live(rig, clock, seen, seed)))
  }
  tell('T19 retry receipts', cases, violations)
})
