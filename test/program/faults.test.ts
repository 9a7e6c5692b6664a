// Every fault against the real program, each at a device of its own: afterwards a message still goes through, or the device
// shows its true state. The program itself lives through all of them, whatever Baileys leaves alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

interface Message {
  status: string
  outcome: string | null
}

let headless: Headless
let api: Api
let network: Api
let next = 0

beforeAll(async () => {
  headless = await startHeadless({ flags: ['--log-level', 'warn'] })
  api = apiOf(headless)
  network = controlOf(headless)
  await api.patch('/settings', { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 })
  await network.patch('/contacts/*', { deliverAfterMs: 0, reads: false })
})
afterAll(async () => await headless?.stop())

/** A device linked to a phone of its own. */
async function linked(): Promise<{ number: string; sessionId: string }> {
  const number = String(15_550_200_001 + next++)
  await network.post('/phones', { number, name: `Phone ${number}` })
  const { device } = (await api.post('/devices', { name: `Device ${number}` })) as { device: { sessionId: string } }
  const { sessionId } = device
  const { qr } = await until('a code', () => api.get(`/devices/${sessionId}/qr`).catch(() => false as const))
  await network.post(`/phones/${number}/scan`, { qr })
  await until('the link', async () => (await statusOf(sessionId)) === 'connected', 60_000)
  return { number, sessionId }
}

const statusOf = async (sessionId: string) =>
  ((await api.get(`/devices/${sessionId}`)) as { device: { status: string } }).device.status

const stranger = () => String(4_915_140_000_001 + next++)

async function send(sessionId: string, to = stranger()): Promise<{ queueId: number; to: string }> {
  const { queueId } = (await api.post('/send', { sessionId, number: to, message: `To ${to}` })) as { queueId: number }
  return { queueId, to }
}

const messageOf = async (queueId: number) => ((await api.get(`/messages/${queueId}`)) as { message: Message }).message

const ended = (queueId: number, ...statuses: string[]) =>
  until(
    `message ${queueId} to be ${statuses.join(' or ')}`,
    async () => {
      const message = await messageOf(queueId)
      return statuses.includes(message.status) && message
    },
    150_000,
  )

/** Once and only once; a recipient who asks again has it a moment later. */
async function arrived(to: string): Promise<void> {
  const messages = await until(`the message to ${to}`, async () => {
    const received = (await network.get(`/messages?to=${to}`)) as { messages: { text: string }[] }
    return received.messages.length > 0 && received.messages
  })
  expect(messages.map(({ text }) => text)).toEqual([`To ${to}`])
}

const begin = async (fault: Record<string, unknown>) => ((await network.post('/faults', fault)) as { id: number }).id
const end = async (id: number) => {
  await fetch(`${headless.practice}/faults/${id}`, { method: 'DELETE' })
}

const strikesOnce = [
  { kind: 'drop', when: 'message' },
  { kind: 'drop', when: 'accepted' },
  { kind: 'stall', when: 'message' },
  { kind: 'half-close', when: 'message' },
  { kind: 'half-frame', when: 'message' },
  { kind: 'one-byte', when: 'message' },
  { kind: 'garbage', when: 'message' },
  { kind: 'stream-error', when: 'message', code: 503 },
  { kind: 'slow-ack', count: 1, afterMs: 2_000 },
  { kind: 'no-ack', count: 1 },
  { kind: 'retry-receipt', count: 1 },
  { kind: 'reorder-acks', count: 1 },
  { kind: 'clock-skew', afterMs: -86_400_000 },
  { kind: 'rate-overlimit', count: 1 },
  { kind: 'media-refused' },
]

describe.concurrent('a message comes through', () => {
  test.for(strikesOnce)('$kind $when', async (fault) => {
    const { number, sessionId } = await linked()
    const id = await begin({ ...fault, device: number })
    const struck = await send(sessionId)
    await ended(struck.queueId, 'sent')
    await arrived(struck.to)
    await end(id)
    const after = await send(sessionId)
    await ended(after.queueId, 'sent')
    await arrived(after.to)
    expect(await statusOf(sessionId)).toBe('connected')
  })

  test('ack-error: what WhatsApp refused has failed, the next one goes', async () => {
    const { number, sessionId } = await linked()
    await begin({ kind: 'ack-error', code: 420, count: 1, device: number })
    const refused = await send(sessionId)
    await ended(refused.queueId, 'failed')
    const after = await send(sessionId)
    await ended(after.queueId, 'sent')
    await arrived(after.to)
  })

  test.for(['reachout-timelock', 'new-chat-cap'])('%s: known chats go on', async (kind) => {
    const { number, sessionId } = await linked()
    const known = await send(sessionId)
    await ended(known.queueId, 'sent')
    const id = await begin({ kind, device: number, ...(kind === 'new-chat-cap' ? { count: 1 } : { afterMs: 600_000 }) })
    if (kind === 'reachout-timelock')
      await until('the limit to show', async () => (await statusOf(sessionId)) === 'restricted')
    const again = (await api.post('/send', { sessionId, number: known.to, message: 'Once more' })) as {
      queueId: number
    }
    await ended(again.queueId, 'sent')
    await end(id)
  })
})

describe.concurrent('the device shows its true state', () => {
  const ends: [Record<string, unknown>, RegExp][] = [
    [{ kind: 'logged-out' }, /^logged-out$/],
    [{ kind: 'banned', code: 403 }, /^banned$/],
    [{ kind: 'banned', code: 402, afterMs: 3_600_000 }, /^banned$/],
    [{ kind: 'banned', code: 405 }, /^offline$/],
    [{ kind: 'replaced' }, /^offline$/],
  ]
  test.for(ends)('%o', async ([fault, status]) => {
    const { number, sessionId } = await linked()
    await begin({ ...fault, device: number })
    await until('the state', async () => status.test(await statusOf(sessionId)), 60_000)
    // Nothing goes out of it: refused where a link is needed first, else waiting.
    const sent = await send(sessionId).catch((refusal: Error) => refusal)
    if (sent instanceof Error) expect(sent.message).toContain('Link it first.')
    else expect((await messageOf(sent.queueId)).status).toBe('pending')
  })
})

test('the program is the same one, and only Baileys left promises alone', async () => {
  expect(((await api.get('/devices')) as { devices: unknown[] }).devices.length).toBeGreaterThan(15)
  expect(headless.errors()).not.toContain('a promise of ours was left alone')
  expect(headless.errors()).toContain('Baileys left a promise alone')
})
