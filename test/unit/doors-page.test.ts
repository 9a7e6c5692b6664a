// The pages' door: the one-time token, the cookie, the socket, and what goes over it.
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { DakiyaError } from '@contract/errors.ts'
import type { CallContext, Client, Event } from '@contract/index.ts'
import { createBridge } from '@main/doors/bridge.ts'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Doors, openDoors, raw } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${doors.base}${path}`, { headers, redirect: 'manual' })

/** Follows a fresh link and answers with the cookie it gave. */
async function signIn(): Promise<string> {
  const response = await fetch(doors.http.newLink?.() ?? '', { redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('signing in', () => {
  test('a link works once, and gives a cookie that no script and no other site can use', async () => {
    const link = doors.http.newLink?.(true) ?? ''
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
    const first = await fetch(link, { redirect: 'manual' })
    expect([first.status, first.headers.get('location')]).toEqual([303, '/'])
    const line = first.headers.get('set-cookie') ?? ''
    expect(line.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict'])
    expect(line).toMatch(new RegExp(`^dakiya-${doors.port}=[\\w-]{43};`))
    const second = await fetch(link, { redirect: 'manual' })
    expect([second.status, second.headers.get('location'), second.headers.get('set-cookie')]).toEqual([303, '/', null])
  })

  test('the session is told by its cookie alone', async () => {
    const cookie = await signIn()
    const session = async (headers: Record<string, string>) => (await get('/session', headers)).status
    expect(await session({ cookie })).toBe(200)
    expect(await session({ cookie: `other=1; ${cookie}` })).toBe(200)
    expect(await session({})).toBe(401)
    expect(await session({ cookie: `${cookie}x` })).toBe(401)
    expect(await session({ cookie: cookie.replace(/^dakiya-\d+/, 'dakiya-1') })).toBe(401)
    expect(await (await get('/session', { cookie })).json()).toEqual({ success: true, signedIn: true })
  })

  test('a wrong token leads to the page, signed out', async () => {
    const response = await get('/?token=wrong')
    expect([response.status, response.headers.get('set-cookie')]).toEqual([303, null])
  })

  test('signing out ends the session and its connections, and no other', async () => {
    const [mine, other] = [await signIn(), await signIn()]
    const websocket = new WebSocket(`ws://127.0.0.1:${doors.port}/bridge`, {
      headers: { origin: doors.base, cookie: mine },
    })
    await once(websocket, 'open')
    const closed = once(websocket, 'close')
    const leave = (headers: Record<string, string>) => fetch(`${doors.base}/session`, { method: 'DELETE', headers })
    expect((await leave({ cookie: mine })).status).toBe(403)
    const left = await leave({ cookie: mine, origin: doors.base })
    expect([left.status, left.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')])
    expect((await closed)[0]).toBe(4001)
    expect((await get('/session', { cookie: mine })).status).toBe(401)
    expect((await get('/session', { cookie: other })).status).toBe(200)
  })

  test('a cookie opens no REST call', async () => {
    expect((await get('/api/queue', { cookie: await signIn() })).status).toBe(401)
  })

  test('a key with every scope can ask for a new link; one with less cannot', async () => {
    const made = await doors.call('/sign-in-link', { method: 'POST' })
    const { url } = (await made.json()) as { url: string }
    expect((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).toContain('dakiya-')
    expect((await doors.call('/sign-in-link', { method: 'POST', key: 'secret-of-send' })).status).toBe(403)
  })
})

describe('the page', () => {
  test.each(['/', '/devices', '/queue', '/history/12', '/api-keys'])(
    '%s is the page, signed in or not',
    async (path) => {
      const response = await get(path)
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>Dakiya</title>'])
      const policy = response.headers.get('content-security-policy') ?? ''
      for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(policy.split('; ')).toContain(rule)
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('cache-control')).toBe('no-store')
    },
  )

  test('its parts are kept by the browser', async () => {
    const response = await get('/assets/main-1.js')
    expect((await get('/history/12/assets/main-1.js')).status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  test.each([
    '/assets/none.js',
    '/../dakiya-secret.txt',
    '/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd.txt',
    '/%2e%2e/%2e%2e/etc/hosts.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%00.js',
    '/assets/main-1.js%00.html',
    '//etc/hosts.txt',
    '/%zz.js',
    '/index.ts',
    '/.env.txt',
  ])('%s is nothing', async (path) => {
    const { status } = await raw(
      doors.port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nConnection: close\r\n\r\n`,
    )
    expect([path, status]).toEqual([path, 404])
  })

  test('it takes nothing that is not sent to it', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await fetch(`${doors.base}/`, { method })).status).toBe(403)
  })
})

describe('files of the page', () => {
  const upload = (headers: Record<string, string>) =>
    fetch(`${doors.base}/files?name=a.pdf`, { method: 'POST', headers, body: new Uint8Array([1, 2, 3]) })

  test('need the cookie, and for sending one the origin too', async () => {
    const cookie = await signIn()
    expect((await upload({ origin: doors.base })).status).toBe(401)
    expect((await upload({ cookie })).status).toBe(403)
    const response = await upload({ cookie, origin: doors.base })
    const file = (await response.json()) as { fileId: string }
    expect([response.status, file]).toEqual([200, expect.objectContaining({ name: 'a.pdf', bytes: 3, success: true })])
    expect((await get(`/files/${file.fileId}`)).status).toBe(401)
    const kept = await get(`/files/${file.fileId}`, { cookie })
    expect([kept.status, Buffer.from(await kept.arrayBuffer())]).toEqual([200, Buffer.from([1, 2, 3])])
    expect(kept.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Rechnung%20%C3%BC.pdf")
    expect((await get('/files/none', { cookie })).status).toBe(404)
  })

  test('too large a file is refused before it is read', async () => {
    const cookie = await signIn()
    const head = `POST /files HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nOrigin: ${doors.base}\r\nCookie: ${cookie}\r\n`
    const { status } = await raw(doors.port, `${head}Content-Length: ${100 * 2 ** 20 + 1}\r\n\r\nx`)
    expect(status).toBe(413)
  })

  test('the export is a file, and a filter it cannot read is refused', async () => {
    const cookie = await signIn()
    expect((await get('/exports/history.csv')).status).toBe(401)
    const response = await get('/exports/history.csv?status=sent', { cookie })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('﻿queueId\r\n1\r\n')
    expect((await get('/exports/history.csv?status=no', { cookie })).status).toBe(400)
    expect((await get('/exports/others.csv', { cookie })).status).toBe(404)
  })
})

/** How the handshake ended: 101 or the refusal's status. */
async function knock(path: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${doors.port}${path}`, { headers })
  return await new Promise((resolve) => {
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', () => {})
  })
}

describe('the socket', () => {
  test('opens for our own signed-in page alone', async () => {
    const cookie = await signIn()
    const own = { origin: doors.base, cookie }
    expect(await knock('/bridge', own)).toBe(101)
    expect(await knock('/bridge', { cookie })).toBe(403)
    expect(await knock('/bridge', { origin: doors.base })).toBe(401)
    expect(await knock('/bridge', { ...own, cookie: `${cookie}x` })).toBe(401)
    expect(await knock('/bridge', { ...own, host: 'evil.com' })).toBe(403)
    expect(await knock('/other', own)).toBe(404)
    for (const origin of ['http://evil.com', 'null', 'http://127.0.0.1:1', `http://localhost:${doors.port}`])
      expect([origin, await knock('/bridge', { ...own, origin })]).toEqual([origin, 403])
  })
})

const sockets: WebSocket[] = []
async function openBridge(): Promise<Client> {
  const signedIn = { origin: doors.base, cookie: await signIn() }
  const websocket = new WebSocket(`ws://127.0.0.1:${doors.port}/bridge`, { headers: signedIn })
  await once(websocket, 'open')
  sockets.push(websocket)
  onTestFinished(() => websocket.close())
  const headers = ({ context }: { context: CallContext }) =>
    context.idempotencyKey === undefined ? {} : { 'idempotency-key': context.idempotencyKey }
  const link = new SocketLink<CallContext>({ websocket: websocket as unknown as globalThis.WebSocket, headers })
  return createORPCClient(link)
}

describe('the bridge', () => {
  test('carries calls as the page', async () => {
    const client = await openBridge()
    expect(await client.devices.list({})).toEqual({ devices: [] })
    expect(doors.reached.at(-1)).toMatchObject({ name: 'devices.list', caller: { kind: 'page' } })
    expect(await client.app.info({})).toMatchObject({ version: '0.0.0', trouble: null, timeZone: expect.any(String) })
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
