// kill -9 in the middle of 200 queued messages, while the network runs on in its own process as WhatsApp would.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { startHeadless, startPracticeAlone } from '../support/headless.ts'
import { linkPhone, UNLIMITED } from './link.ts'

const MESSAGES = 200
const isNightly = process.env.DAKIYA_NIGHTLY === '1'

interface Received {
  id: string
  to: string
  text: string
  copies: number
}

const received = async (network: Api) => (await network.get('/messages')).messages as Received[]

/** One history: queue, kill at each of the given counts of arrived messages, and look at what arrived in the end. */
async function live(killAt: readonly number[], seed: number): Promise<void> {
  const practice = await startPracticeAlone(seed)
  const network = controlOf({ practice: practice.url })
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-kill-'))
  const open = () => startHeadless({ dataDir, practiceAt: practice.url })
  let program = await open()
  try {
    await linkPhone(apiOf(program), network, 'Shop', '15550100001')
    expect(await apiOf(program).patch('/settings', UNLIMITED)).toMatchObject({ success: true })
    const messages = Array.from({ length: MESSAGES }, (_, index) => ({
      number: String(15552000001 + index),
      message: `number ${index}`,
    }))
    const queued = await apiOf(program).post('/send-bulk', { messages })
    expect(queued).toMatchObject({ success: true })
    for (const count of killAt) {
      const arrived = async () => (await received(network)).length
      // Asked often, or the queue is empty before the kill.
      await expect.poll(arrived, { intervals: [20], timeout: 60_000 }).toBeGreaterThanOrEqual(count)
      await program.kill()
      program = await open()
    }
    const api = apiOf(program)
    await expect.poll(() => api.get('/queue'), { timeout: 120_000 }).toMatchObject({ success: true, total: 0 })
    const got = await received(network)
    expect(got.map((one) => one.text).toSorted()).toEqual(messages.map((one) => one.message).toSorted())
    const ids = new Map<string, string>()
    for (const queueId of queued.queueIds as number[]) {
      const answer = await api.get(`/messages/${queueId}`)
      expect(answer).toMatchObject({ success: true, message: { status: 'sent' } })
      const message = answer.message as { number: string; waId: string }
      ids.set(message.number, message.waId)
    }
    expect(new Set(ids.values()).size).toBe(MESSAGES)
    for (const one of got) expect(one.id).toBe(ids.get(one.to))
  } finally {
    expect(await program.stop(), program.errors()).toBe(0)
    await practice.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

test('all 200 arrive after a kill in the middle, none under a second id', () => live([60], 1))

test('and after ten kills', async () => {
  test.skip(!isNightly, 'runs with npm run test:nightly')
  test.setTimeout(600_000)
  await live([5, 20, 40, 60, 80, 100, 120, 140, 160, 180], 2)
})
