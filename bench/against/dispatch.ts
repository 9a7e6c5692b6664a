// Messages a second from `POST /api/send-bulk` to the last ack, in each build: one device, recipients written to before, no delay.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../support/figures.ts'
import type { BenchNetwork } from '../support/network.ts'
import type { Contest, Measure } from '../support/pairs.ts'
import { FREE, startProgram } from '../support/program.ts'

const COUNT = 600
export const detail = { messages: COUNT, unit: 'messages/s' }

/** Starts what is set beside each other; `dir` takes their data. */
export async function contest(present: string, other: string, network: BenchNetwork, dir: string) {
  const programs: { stop(): Promise<void> }[] = []
  const numbers = Array.from({ length: COUNT }, (_, index) => String(15_551_000_001 + index * 3))
  async function taken(): Promise<number> {
    const answer = await fetch(`${network.url}/stats`)
    return ((await answer.json()) as { messages: number }).messages
  }
  async function side(build: string): Promise<Measure> {
    const program = await startProgram(build, mkdtempSync(join(dir, 'dispatch-')), network)
    programs.push(program)
    await program.call('PATCH', '/settings', FREE)
    await program.link(String(15_550_302_000 + programs.length))
    let turn = 0
    const measure = async () => {
      turn += 1
      const messages = numbers.map((number, index) => ({ number, message: `Your order ${turn}-${index} is ready.` }))
      const before = await taken()
      const startedAt = performance.now()
      await program.call('POST', '/send-bulk', { messages })
      // The network is asked until it has them all, so that the program is left alone; then whether their acks are settled.
      await until(async () => (await taken()) >= before + COUNT, 120_000, 'the last message')
      const waiting = async () => (await program.call<{ total: number }>('GET', '/queue?limit=1')).total
      await until(async () => (await waiting()) === 0, 60_000, 'the last ack', 2)
      return (COUNT * 1000) / (performance.now() - startedAt)
    }
    await measure()
    return measure
  }
  const sides = [await side(present), await side(other), await side(present), await side(present)] as const
  const made: Contest = { against: [sides[0], sides[1]], same: [sides[2], sides[3]] }
  return { ...made, stop: () => Promise.all(programs.map((program) => program.stop())) }
}
