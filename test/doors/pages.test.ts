// The pages' door: the one-time token, the cookie, the files, and who may open the socket.
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Doors, openDoors, raw } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${doors.base}${path}`, { headers, redirect: 'manual' })

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
    const cookie = await doors.signIn()
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
    const [mine, other] = [await doors.signIn(), await doors.signIn()]
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
    expect((await get('/api/queue', { cookie: await doors.signIn() })).status).toBe(401)
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
    const cookie = await doors.signIn()
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
    const cookie = await doors.signIn()
    const head = `POST /files HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nOrigin: ${doors.base}\r\nCookie: ${cookie}\r\n`
    const { status } = await raw(doors.port, `${head}Content-Length: ${100 * 2 ** 20 + 1}\r\n\r\nx`)
    expect(status).toBe(413)
  })

  test('the export is a file, and a filter it cannot read is refused', async () => {
    const cookie = await doors.signIn()
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
    const cookie = await doors.signIn()
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
