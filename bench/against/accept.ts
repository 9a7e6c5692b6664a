// `POST /api/send` a second at 64 connections, in each build: a linked device whose sending is paused.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { load, sendRequest } from '../support/load.ts'
import type { BenchNetwork } from '../support/network.ts'
import type { Contest, Measure } from '../support/pairs.ts'
import { startProgram } from '../support/program.ts'

const CONNECTIONS = 64
const COUNT = 4_000
export const detail = { connections: CONNECTIONS, requests: COUNT, unit: 'accepts/s' }

/** Starts what is set beside each other; `dir` takes their data. */
export async function contest(present: string, other: string, network: BenchNetwork, dir: string) {
  const programs: { stop(): Promise<void> }[] = []
  let started = 0
  async function side(build: string): Promise<Measure> {
    const program = await startProgram(build, mkdtempSync(join(dir, 'accept-')), network)
    programs.push(program)
    started += 1
    const sessionId = await program.link(String(15_550_301_000 + started))
    await program.call('POST', `/devices/${sessionId}/pause`)
    let from = 923_000_000_000
    const { port, key } = program
    const measure = async () => {
      const first = from
      from += COUNT
      const request = (index: number) => sendRequest(port, key, String(first + index), `Your order ${index} is ready.`)
      const { perSecond, statuses } = await load(port, { connections: CONNECTIONS, count: COUNT, request })
      if (statuses['200'] !== COUNT) throw new Error(`not every request was accepted: ${JSON.stringify(statuses)}`)
      return perSecond
    }
    await measure()
    return measure
  }
  const sides = [await side(present), await side(other), await side(present), await side(present)] as const
  const made: Contest = { against: [sides[0], sides[1]], same: [sides[2], sides[3]] }
  return { ...made, stop: () => Promise.all(programs.map((program) => program.stop())) }
}
