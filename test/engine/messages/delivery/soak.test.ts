// The soak: a day of a small office. First 24 hours in virtual time, with a reconnect in every five minutes and a kill in every
// hour; then half an hour of the real program on the practice network, whose memory, handles and files are watched.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPracticeClient } from '@main/practice/client.ts'
import { expect, onTestFinished, test } from 'vitest'
import { tell } from '../../../support/counts.ts'
import { devices } from '../../../support/delivery/process.ts'
import { createWorld } from '../../../support/delivery/world.ts'
import { linked } from '../../../support/link.ts'
import { type Headless, startHeadless, startPracticeProcess } from '../../../support/program.ts'
import { scratchDir } from '../../../support/scratch.ts'
import { until } from '../../../support/until.ts'

const isNightly = process.env.DAKIYA_NIGHTLY === '1'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const MOST_WAL_BYTES = 64 * 1024 * 1024
/** MiB an hour; seconds say nothing of an hour, so by day only what twelve of them may add is asked for. */
const STEEPEST_MIB = 1
const MOST_GROWTH_MIB = 4
const hasProc = process.platform === 'linux'

test('24 simulated hours lose nothing, and the file grows with its rows alone', { timeout: 3_600_000 }, async () => {
  const hours = isNightly ? 24 : 3
  const little = 0.01
  const mood = { frameLost: little, ackLost: little, ackLate: little, ackTwice: little, notSent: little, echo: little }
  const world = createWorld({ seed: 1, mood })
  const problems: string[] = []
  const sizes: number[] = []
  let mostWal = 0
  try {
    for (let hour = 0; hour < hours; hour += 1) {
      for (let tick = 0; tick < HOUR_MS; tick += 2000) {
        if (tick % (5 * MINUTE_MS) === 0) {
          world.drop(world.chance.one(devices))
          for (const id of devices) world.connect(id)
        }
        await world.send(String(15_550_101 + world.chance.between(0, 90)), { sessionId: world.chance.one(devices) })
        await world.run(2000)
      }
      const file = join(world.kept.dir, 'dakiya.db')
      mostWal = Math.max(mostWal, statSync(`${file}-wal`).size)
      world.crash()
      await world.run(5000)
      await world.restart()
      for (const id of devices) world.connect(id)
      sizes.push(statSync(file).size)
    }
    await world.heal()
    if (!(await world.until(world.watch.isEnded, 3 * 24 * HOUR_MS))) problems.push('the queue did not empty')
    world.watch.judge(world.server.arrivals)
    problems.push(...world.watch.problems, ...world.server.problems)
    const failed = world.watch.rows().filter(({ status, outcome }) => status !== 'sent' && outcome !== 'unknown')
    if (failed.length > 0) problems.push(`${failed.length} ended otherwise than sent`)
  } finally {
    await world.close()
  }
  if (mostWal > MOST_WAL_BYTES) problems.push(`the log grew to ${mostWal} bytes`)
  const [first = 0] = sizes
  const grown = (sizes.at(-1) ?? 0) - first
  // What an hour adds in the end is what it added in the beginning: the file grows with its rows and with nothing else.
  const early = (sizes[Math.floor(hours / 3)] ?? 0) - first
  const expected = (early / Math.floor(hours / 3)) * (hours - 1)
  if (grown > expected * 1.2) problems.push(`the file grew by ${grown} bytes, ${Math.round(expected)} expected`)
  tell('T14 simulated day', hours, problems, `${world.watch.ids().length} messages, log at most ${mostWal} bytes`)
})

interface Sample {
  /** After a collection: heap and what it holds outside. */
  keptMib: number
  residentMib: number
  handles: number
}

async function sample({ pid }: Headless, memoryFile: string): Promise<Sample> {
  rmSync(memoryFile, { force: true })
  process.kill(pid, 'SIGUSR2')
  await until('it has told of its memory', () => existsSync(memoryFile))
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return {
    keptMib: Number(readFileSync(memoryFile, 'utf8')),
    residentMib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
  }
}

/** Baileys keeps the last 512 of each socket; before that is full, memory rises by some 9 KB a message. */
const FILLED_AFTER = 2_100
/** Of a message that leaves every other second, as above. */
const MESSAGES_AN_HOUR = 1_800

/** What is left of each message once the stores are full, in MiB for an hour of them. */
async function slope(app: Headless, sessions: string[], look: () => Promise<Sample>): Promise<number> {
  let sent = 0
  const flood = async (count: number): Promise<number> => {
    const messages = Array.from({ length: count }, (_, index) => ({
      number: String(15_553_500_001 + (index % 50)),
      message: `flood ${++sent}`,
      sessionId: sessions[index % 3],
    }))
    expect(await app.call('POST', '/send-bulk', { messages })).toMatchObject({ http: 200, queued: count })
    await until('the flood is over', () => isEmpty(app), 300_000)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    return (await look()).keptMib
  }
  const floods = async (times: number) => {
    const kept: number[] = []
    for (let flooded = 0; flooded < times; flooded += 1) kept.push(await flood(600))
    return Math.min(...kept)
  }
  await flood(FILLED_AFTER)
  const before = await floods(4)
  const after = await floods(4)
  return ((after - before) / (4 * 600)) * MESSAGES_AN_HOUR
}

const isEmpty = async (app: Headless) => (await app.call<{ total: number }>('GET', '/queue?limit=1')).total === 0

/** The lowest of each half. */
function lows(samples: Sample[], name: keyof Sample): [number, number] {
  const half = Math.floor(samples.length / 2)
  const low = (part: Sample[]) => Math.min(...part.map((one) => one[name]))
  return [low(samples.slice(0, half)), low(samples.slice(half))]
}

test('half an hour of the real program: flat memory, the same handles, nothing lost', {
  timeout: 3_600_000,
}, async () => {
  const totalMs = isNightly ? 30 * MINUTE_MS : 24_000
  const everyMs = isNightly ? 2000 : 100
  const beats = totalMs / everyMs
  const dataDir = scratchDir()
  const practice = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const network = createPracticeClient(practice)
  const memoryFile = join(scratchDir(), 'memory')
  const environment = {
    NODE_OPTIONS: `--import=${new URL('../../../support/collected.mjs', import.meta.url)}`,
    DAKIYA_MEMORY: memoryFile,
  }
  Object.assign(process.env, environment)
  onTestFinished(() => {
    for (const name of Object.keys(environment)) delete process.env[name]
  })
  const flags = ['--practice-at', practice, '--data-dir', dataDir, '--log-level', 'warn', '--issue-api-key']
  let app = await startHeadless(...flags)
  const phones = ['15550100001', '15550100002', '15550100003']
  const sessions: string[] = []
  for (const phone of phones) sessions.push(await linked({ ...app, practice }, phone))
  const send = async (index: number) => {
    const body = {
      number: String(15_553_500_001 + (index % 50)),
      message: `no. ${index}`,
      sessionId: sessions[index % 3],
    }
    return (await app.call('POST', '/send', body)).http === 200
  }
  const samples: Sample[] = []
  const accepted: string[] = []
  const wal = join(dataDir, 'practice', 'dakiya.db-wal')
  let [mostWal, killedAt] = [0, 0]
  const startedAt = performance.now()
  for (let beat = 0; beat < beats; beat += 1) {
    await until('the next beat', () => performance.now() - startedAt >= beat * everyMs, 120_000)
    if (await send(beat)) accepted.push(`no. ${beat}`)
    const phone = phones[beat % 3] ?? ''
    if (beat % 10 === 5) await network.write({ from: '15553500001', to: phone, text: `to ${beat}` })
    // Each device loses its line in every five minutes.
    if (beat % Math.ceil(beats / 18) === 0) await network.fault({ kind: 'drop', device: phone, when: 'now' })
    if (beat === Math.floor(beats / 6)) {
      await app.end('SIGKILL')
      app = await startHeadless(...flags)
      killedAt = beat
    }
    mostWal = Math.max(mostWal, statSync(wal).size)
    // The life after the kill, once it has settled.
    if (hasProc && beat > killedAt + beats / 6 && killedAt > 0 && beat % 5 === 0)
      samples.push(await sample(app, memoryFile))
  }
  await until('the queue is empty', () => isEmpty(app), 180_000)
  const got = await network.messages()
  const perHour = isNightly && hasProc ? await slope(app, sessions, () => sample(app, memoryFile)) : 0
  const ended = await app.end()
  const checker = fileURLToPath(new URL('../../../../scripts/check-history.mjs', import.meta.url))
  const check = spawnSync(process.execPath, [checker, join(dataDir, 'practice')], { encoding: 'utf8' })

  const problems: string[] = []
  const texts = new Map(got.map(({ text, copies }) => [text, copies]))
  for (const text of accepted)
    if (texts.get(text) !== 1) problems.push(`"${text}" arrived ${texts.get(text) ?? 0} times`)
  if (mostWal > MOST_WAL_BYTES) problems.push(`the log grew to ${mostWal} bytes`)
  if (ended !== 0) problems.push(`it ended with ${ended}`)
  if (check.status !== 0) problems.push(check.stdout)
  const [keptBefore, keptAfter] = lows(samples, 'keptMib')
  const [residentBefore, residentAfter] = lows(samples, 'residentMib')
  const [handlesBefore, handlesAfter] = lows(samples, 'handles')
  if (keptAfter - keptBefore > MOST_GROWTH_MIB) problems.push(`${keptBefore} MiB kept, then ${keptAfter}`)
  if (perHour > STEEPEST_MIB) problems.push(`memory rises by ${perHour} MiB an hour`)
  if (handlesAfter > handlesBefore + 2) problems.push(`${handlesBefore} handles, then ${handlesAfter}`)
  const memory = `${keptAfter.toFixed(1)} MiB kept, slope ${perHour.toFixed(2)} MiB/h, resident ${(residentAfter - residentBefore).toFixed(1)} MiB more`
  tell('T14 real time', beats, problems, `${accepted.length} accepted, ${memory}, ${handlesAfter} handles`)
  expect(accepted.length).toBeGreaterThan(beats * 0.9)
})
