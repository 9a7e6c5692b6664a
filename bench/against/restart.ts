// Starts a second with a full house, from the start of the process to the first message that the network takes in, in each
// build. The house is written by the other build in its own schema; each side has a copy, which it opens once before (what
// it must change in the data is a matter of the first start alone) and in which a device of its own is linked.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, cpSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../support/figures.ts'
import type { BenchNetwork } from '../support/network.ts'
import type { Contest, Measure } from '../support/pairs.ts'
import { FREE, type Program, startProgram } from '../support/program.ts'

const COUNTS = { ended: 1_000_000, waiting: 100_000 }
export const detail = { ...COUNTS, unit: 'starts/s' }

/** Makes the house and its copies; `dir` takes them. */
export async function contest(present: string, other: string, network: BenchNetwork, dir: string) {
  const house = mkdtempSync(join(dir, 'restart-'))
  const first = await startProgram(other, house, network)
  await first.call('PATCH', '/settings', FREE)
  const { device } = await first.call<{ device: { sessionId: string } }>('POST', '/devices', { name: 'Shop' })
  await first.call('POST', `/devices/${device.sessionId}/pause`)
  await first.stop()
  const data = join(house, 'practice', 'dakiya.db')
  const counts = [COUNTS.ended, COUNTS.waiting].map(String)
  // In a process of its own, so that this one keeps up with its connections.
  const filling = fork(join(other, 'fill', 'fill.js'), [data, device.sessionId, ...counts], { execArgv: [] })
  const [code] = await once(filling, 'exit')
  if (code !== 0) throw new Error('the full house could not be written')

  let copies = 0
  async function side(build: string): Promise<Measure> {
    copies += 1
    const own = `${house}-${copies}`
    cpSync(house, own, { recursive: true, mode: constants.COPYFILE_FICLONE })
    const start = () => startProgram(build, own, network)
    const program = await start()
    await linkAgain(program, network, device.sessionId, String(15_550_303_000 + copies))
    await program.call('POST', `/devices/${device.sessionId}/resume`)
    await nextMessageAt(network)
    await program.stop()
    return async () => {
      await pastOf(network)
      const running = await start()
      const tookMs = (await nextMessageAt(network)) - running.startedAt
      await running.stop()
      return 1_000 / tookMs
    }
  }
  const sides = [await side(present), await side(other), await side(present), await side(present)] as const
  const made: Contest = { against: [sides[0], sides[1]], same: [sides[2], sides[3]] }
  return { ...made, stop: async () => {} }
}

async function linkAgain(program: Program, network: BenchNetwork, sessionId: string, number: string): Promise<void> {
  await network.post('/phones', { number, name: `Phone ${number}` })
  const path = `/devices/${sessionId}`
  const { qr } = await program.call<{ qr: string }>('GET', `${path}/qr`)
  await network.post(`/phones/${number}/scan`, { qr })
  const status = async () => (await program.call<{ device: { status: string } }>('GET', path)).device.status
  await until(async () => (await status()) === 'connected', 60_000, 'linking', 50)
}

interface Entry {
  seq: number
  at: number
  direction: string
  tag: string
}
let seen = 0

/** What the network took in and gave out since the last look. */
async function news(network: BenchNetwork): Promise<Entry[]> {
  const answer = await fetch(`${network.url}/ledger?after=${seen}&limit=1000`)
  const { entries } = (await answer.json()) as { entries: Entry[] }
  seen = entries.at(-1)?.seq ?? seen
  return entries
}

/** Looks past all that was before. */
async function pastOf(network: BenchNetwork): Promise<void> {
  while ((await news(network)).length > 0);
}

/** When the network took the next message in, epoch ms. */
async function nextMessageAt(network: BenchNetwork): Promise<number> {
  let at: number | undefined
  const look = async () => {
    at = (await news(network)).find(({ direction, tag }) => direction === 'in' && tag === 'message')?.at
    return at !== undefined
  }
  await until(look, 60_000, 'the first message')
  return at ?? Number.NaN
}
