// kill -9 in the middle of 200 queued messages, while the network runs on in its own process as WhatsApp would.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Headless, startHeadless, startPracticeAlone } from '../support/headless.ts'
import { until } from '../support/practice.ts'

const MESSAGES = 200
const isNightly = process.env.DAKIYA_NIGHTLY === '1'

interface Received {
  id: string
  to: string
  text: string
  copies: number
}

async function call<Answer>(program: Headless, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(program.api + path, {
    method,
    headers: { 'x-api-key': program.apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json = (await answer.json()) as Answer & { success: boolean }
  expect(json, `${method} ${path}`).toMatchObject({ success: true })
  return json
}

async function link(program: Headless): Promise<void> {
  const { device } = await call<{ device: { sessionId: string } }>(program, 'POST', '/devices', { name: 'Shop' })
  const { qr } = await call<{ qr: string }>(program, 'GET', `/devices/${device.sessionId}/qr`)
  await fetch(`${program.practice}/phones/15550100001/scan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ qr }),
  })
  await until('the device is connected', async () => {
    const { device: now } = await call<{ device: { status: string } }>(program, 'GET', `/devices/${device.sessionId}`)
    return now.status === 'connected'
  })
}

const received = async (url: string) =>
  ((await (await fetch(`${url}/messages`)).json()) as { messages: Received[] }).messages

/** One history: queue, kill at each of the given counts of arrived messages, and look at what arrived in the end. */
async function live(killAt: readonly number[], seed: number): Promise<void> {
  const network = await startPracticeAlone(seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-kill-'))
  const open = () => startHeadless({ dataDir, practiceAt: network.url })
  let program = await open()
  try {
    await link(program)
    const free = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }
    await call(program, 'PATCH', '/settings', free)
    const messages = Array.from({ length: MESSAGES }, (_, index) => ({
      number: String(15552000001 + index),
      message: `number ${index}`,
    }))
    const { queueIds } = await call<{ queueIds: number[] }>(program, 'POST', '/send-bulk', { messages })
    for (const count of killAt) {
      await until(`${count} have arrived`, async () => (await received(network.url)).length >= count, 60_000)
      await program.kill()
      program = await open()
    }
    await until(
      'the queue is empty',
      async () => (await call<{ total: number }>(program, 'GET', '/queue')).total === 0,
      120_000,
    )
    const got = await received(network.url)
    expect(got.map((one) => one.text).toSorted()).toEqual(messages.map((one) => one.message).toSorted())
    const ids = new Map<string, string>()
    for (const queueId of queueIds) {
      const { message } = await call<{ message: { number: string; waId: string; status: string } }>(
        program,
        'GET',
        `/messages/${queueId}`,
      )
      expect(message.status).toBe('sent')
      ids.set(message.number, message.waId)
    }
    expect(new Set(ids.values()).size).toBe(MESSAGES)
    for (const one of got) expect(one.id).toBe(ids.get(one.to))
  } finally {
    expect(await program.stop(), program.errors()).toBe(0)
    await network.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

test('all 200 arrive after a kill in the middle, none under a second id', () => live([60], 1))

test('and after ten kills', { timeout: 600_000 }, async ({ skip }) => {
  if (!isNightly) skip('runs with npm run test:nightly')
  await live([5, 20, 40, 60, 80, 100, 120, 140, 160, 180], 2)
})
