// The bridge of the pages: calls, refusals and news over a signed-in socket or a message port.
import { MessageChannel } from 'node:worker_threads'
import { DakiyaError } from '@contract/errors.ts'
import type { CallContext, Client, Event } from '@contract/index.ts'
import { createBridge } from '@main/doors/bridge/bridge.ts'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { WebSocket } from 'ws'
import { type Doors, openDoors } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const sockets: WebSocket[] = []
async function openBridge(): Promise<Client> {
  const { client, socket } = await doors.openBridge()
  sockets.push(socket)
  onTestFinished(() => socket.close())
  return client
}

describe('the bridge', () => {
  test('carries calls as the page', async () => {
    const client = await openBridge()
    expect(await client.devices.list({})).toEqual({ devices: [] })
    expect(doors.reached.at(-1)).toMatchObject({ name: 'devices.list', caller: { kind: 'page' } })
    expect(await client.app.info({})).toMatchObject({ version: '0.0.0', trouble: null, timeZone: expect.any(String) })
    expect(await client.app.info({})).toMatchObject({ upgrade: { done: 1_200, total: 5_000 } })
  })

  test('tells a refusal with its code and field, and of an unknown throw nothing', async () => {
    const client = await openBridge()
    const refusalOf = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (thrown) => thrown as ORPCError<string, unknown>,
      )
    const missing = await refusalOf(client.devices.get({ sessionId: 'd1' }))
    expect(missing).toBeInstanceOf(ORPCError)
    expect(missing).toMatchObject({ code: 'DEVICE_NOT_FOUND', data: { field: 'sessionId', details: { asked: 'd1' } } })
    expect(await refusalOf(client.devices.create({ name: ' ' }))).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: 'Give the device a name.',
      data: { field: 'name' },
    })
    const broken = await refusalOf(client.devices.restart({ sessionId: 'd1' }))
    expect(broken?.code).toBe('INTERNAL')
    expect(JSON.stringify(broken)).not.toContain('secret of the inside')
  })

  test('hands on the key under which a send is done once, with a print of what was asked', async () => {
    const client = await openBridge()
    const asked = async (message: string, context: CallContext) => {
      await client.messages.send({ number: '1', message }, { context })
      return doors.reached.at(-1)?.caller.idempotency
    }
    expect(await asked('one', {})).toBeUndefined()
    const first = await asked('one', { idempotencyKey: 'wish 1' })
    expect(first).toMatchObject({ key: 'wish 1' })
    expect(await asked('one', { idempotencyKey: 'wish 1' })).toEqual(first)
    expect(await asked('two', { idempotencyKey: 'wish 1' })).not.toEqual(first)
    await expect(asked('one', { idempotencyKey: 'x'.repeat(256) })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await client.devices.list({}, { context: { idempotencyKey: 'for nothing' } })
    expect(doors.reached.at(-1)?.caller).toEqual({ kind: 'page' })
  })

  test('there is no practice in a real profile', async () => {
    await expect((await openBridge()).practice.phones({})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('carries the news, the newest of each thing', async () => {
    const client = await openBridge()
    const stop = new AbortController()
    const news = await client.events.subscribe({}, { signal: stop.signal })
    await expect.poll(() => doors.listeners.size).toBe(1)
    for (let waiting = 0; waiting < 500; waiting += 1) doors.tell(queueNews(waiting))
    for (const sessionId of ['a', 'b']) doors.tell({ type: 'device.removed', value: { sessionId } })
    const seen: Event[] = []
    for await (const event of news) {
      seen.push(event)
      if (seen.length === 3) break
    }
    expect(seen).toEqual([
      queueNews(499),
      { type: 'device.removed', value: { sessionId: 'a' } },
      { type: 'device.removed', value: { sessionId: 'b' } },
    ])
    stop.abort()
    await expect.poll(() => doors.listeners.size).toBe(0)
  })

  test('listens no longer when the page has gone', async () => {
    const client = await openBridge()
    await client.events.subscribe({})
    await expect.poll(() => doors.listeners.size).toBe(1)
    sockets.at(-1)?.terminate()
    await expect.poll(() => doors.listeners.size).toBe(0)
  })

  test('tells of the queue four times a second at most, and never forgets its last word', async () => {
    const client = await openBridge()
    const stop = new AbortController()
    const news = await client.events.subscribe({}, { signal: stop.signal })
    await expect.poll(() => doors.listeners.size).toBe(1)
    let waiting = 0
    const timer = setInterval(() => {
      waiting += 1
      doors.tell(queueNews(waiting))
      if (waiting === 100) clearInterval(timer)
    }, 10)
    const started = performance.now()
    const told: number[] = []
    for await (const event of news) {
      if (event.type !== 'queue.changed') continue
      told.push(event.value.waiting)
      if (event.value.waiting === 100) break
    }
    const seconds = (performance.now() - started) / 1000
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1)
    expect(told.length).toBeGreaterThan(2)
    stop.abort()
  })

  test('runs over a port as the desktop has it', async () => {
    const { port1, port2 } = new MessageChannel()
    const bridge = createBridge({
      engine: {
        operations: { devices: { list: () => Promise.reject(new DakiyaError('CONFLICT')) } },
        events: { subscribe: () => () => {} },
        trouble: () => null,
        upgrade: () => null,
      } as never,
      info: () => ({ version: '1', isPractice: true, api: null, apiProblem: 'taken' }),
      practice: { phones: async () => [] } as never,
      log: { error: () => {}, info: () => {} },
    })
    // Electron's port gives an event; Node's gives the data itself.
    bridge.servePort({
      on: (name, listener) => void port1.on(name, (data) => listener({ data })),
      postMessage: (data) => port1.postMessage(data),
      start: () => port1.start(),
    })
    onTestFinished(() => port1.close())
    const client: Client = createORPCClient(new PortLink({ port: port2 as never }))
    port2.start()
    expect(await client.app.info({})).toMatchObject({ isPractice: true, apiProblem: 'taken' })
    expect(await client.practice.phones({})).toEqual({ phones: [] })
    await expect(client.devices.list({})).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

const queueNews = (waiting: number): Event => ({
  type: 'queue.changed',
  value: { waiting, devices: 1, lastLeavesAt: null, isPaused: false },
})
