// No web page reaches a handler: every form of Host, Origin and fetch metadata that a browser can be made to send.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Doors, openDoors, raw, SECRETS } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

/** Header lines that name a host which is not ours; PORT stands for ours. */
const FOREIGN_HOSTS = [
  'Host: evil.com',
  'Host: evil.com:PORT',
  'Host: 127.0.0.1',
  'Host: localhost',
  'Host: [::1]',
  'Host: 127.0.0.1:80',
  'Host: 127.0.0.1:1',
  'Host: 127.0.0.1:PORT0',
  'Host: 127.0.0.1:0PORT',
  'Host: 127.0.0.1:+PORT',
  'Host: 127.0.0.1:PORT/',
  'Host: 127.0.0.1:PORT#',
  'Host: 127.0.0.1:PORT?',
  'Host: 127.0.0.1:PORT@evil.com',
  'Host: evil.com@127.0.0.1:PORT',
  'Host: user:pass@127.0.0.1:PORT',
  'Host: 127.0.0.1.:PORT',
  'Host: localhost.:PORT',
  'Host: 127.0.0.1.nip.io:PORT',
  'Host: localhost.evil.com:PORT',
  'Host: evil.localhost:PORT',
  'Host: localhost.localdomain:PORT',
  'Host: 127.1:PORT',
  'Host: 127.0.1:PORT',
  'Host: 127.0.0.2:PORT',
  'Host: 0.0.0.0:PORT',
  'Host: 0:PORT',
  'Host: 2130706433:PORT',
  'Host: 0x7f000001:PORT',
  'Host: 0x7f.0.0.1:PORT',
  'Host: 0177.0.0.1:PORT',
  'Host: 017700000001:PORT',
  'Host: 127.000.000.001:PORT',
  'Host: 127.0.0.1 :PORT',
  'Host: 127.0.0.1, evil.com:PORT',
  'Host: 127.0.0.1:PORT, evil.com',
  'Host: [::ffff:127.0.0.1]:PORT',
  'Host: [::ffff:7f00:1]:PORT',
  'Host: [0:0:0:0:0:0:0:1]:PORT',
  'Host: [::]:PORT',
  'Host: [::1%25lo]:PORT',
  'Host: ::1:PORT',
  'Host: 192.168.0.1:PORT',
  'Host: 10.0.0.1:PORT',
  'Host: 169.254.169.254:PORT',
  'Host: attacker.internal:PORT',
  'Host: xn--lcalhost-53a:PORT',
  'Host: loc\u0430lhost:PORT',
  'Host: http://127.0.0.1:PORT',
  'Host: //127.0.0.1:PORT',
  'Host: *',
  'Host:',
  'Host: :PORT',
  'Host: null',
  'Host: evil.com\r\nHost: 127.0.0.1:PORT',
  'Host: 127.0.0.1:PORT\r\nHost: evil.com',
  'Host: 127.0.0.1:PORT\r\nhost: 127.0.0.1:PORT',
  'Host: evil.com\r\nX-Forwarded-Host: 127.0.0.1:PORT',
  'X-Forwarded-Host: 127.0.0.1:PORT',
  'Forwarded: host=127.0.0.1:PORT',
]
const OWN_HOSTS = ['Host: 127.0.0.1:PORT', 'Host: localhost:PORT', 'Host: [::1]:PORT']

/** What a browser adds when a page that is not ours makes it call. */
const FOREIGN_ORIGINS = [
  'Origin: http://evil.com',
  'Origin: https://evil.com',
  'Origin: null',
  'Origin: http://127.0.0.1',
  'Origin: http://127.0.0.1:1',
  'Origin: https://127.0.0.1:PORT',
  'Origin: http://127.0.0.1:PORT.evil.com',
  'Origin: http://127.0.0.1:PORT/',
  'Origin: chrome-extension://abcdefghijklmnop',
  'Origin: file://',
  'Origin: app://dakiya',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Site: same-site',
  'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document',
  'Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.com',
]
const NO_ORIGIN = ['', 'Sec-Fetch-Site: none', 'Origin: http://127.0.0.1:PORT']

const body = JSON.stringify({ number: '923001234567', message: 'Hello' })
const CALLS = [
  ['GET', ''],
  ['HEAD', ''],
  ['OPTIONS', 'Access-Control-Request-Method: POST'],
  ['POST', 'Content-Type: application/json'],
  ['POST', 'Content-Type: text/plain'],
  ['POST', 'Content-Type: application/x-www-form-urlencoded'],
  ['PATCH', 'Content-Type: application/json'],
  ['DELETE', ''],
]

function requestOf(host: string, origin: string, [method = '', more = '']: string[], path: string): string {
  const hasBody = method === 'POST' || method === 'PATCH'
  const lines = [
    `${method} ${path} HTTP/1.1`,
    host,
    origin,
    more,
    `X-API-Key: ${SECRETS.all}`,
    'Connection: close',
    hasBody ? `Content-Length: ${body.length}` : '',
  ]
  return `${lines.filter(Boolean).join('\r\n').replaceAll('PORT', String(doors.port))}\r\n\r\n${hasBody ? body : ''}`
}

async function eachOf(requests: string[], check: (request: string) => Promise<void>): Promise<void> {
  const waiting = [...requests]
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await check(next)
  }
  await Promise.all(Array.from({ length: 32 }, worker))
}

test('no foreign Host, Origin or fetch metadata reaches a handler', { timeout: 300_000 }, async () => {
  const requests: string[] = []
  for (const call of CALLS) {
    for (const host of FOREIGN_HOSTS)
      for (const origin of [...FOREIGN_ORIGINS, ...NO_ORIGIN]) requests.push(requestOf(host, origin, call, '/api/send'))
    for (const host of OWN_HOSTS)
      for (const origin of FOREIGN_ORIGINS) requests.push(requestOf(host, origin, call, '/api/send'))
  }
  const tried = process.env.DAKIYA_NIGHTLY ? requests : requests.filter((_, index) => index % 7 === 0)
  expect(tried.length).toBeGreaterThan(1_200)
  const seen = new Map<number, number>()
  const wrong: string[] = []
  await eachOf(tried, async (request) => {
    const { status, head } = await raw(doors.port, request)
    seen.set(status, (seen.get(status) ?? 0) + 1)
    if ((status !== 403 && status !== 400) || /access-control/i.test(head)) wrong.push(`${status} ${request}`)
  })
  expect(wrong.slice(0, 5)).toEqual([])
  expect(doors.reached).toEqual([])
  // 400 is Node's own word for bytes that are no header at all.
  expect(seen.get(403)).toBeGreaterThan(tried.length * 0.9)
})

test('programs and our own page reach the handler under each of our names', async () => {
  const post = ['POST', 'Content-Type: application/json']
  for (const host of OWN_HOSTS) {
    for (const origin of NO_ORIGIN) {
      const { status, body: answer, head } = await raw(doors.port, requestOf(host, origin, post, '/api/send'))
      expect([host, origin, status]).toEqual([host, origin, 200])
      expect(JSON.parse(answer)).toMatchObject({ success: true, queueId: 12345 })
      expect(head).not.toMatch(/access-control/i)
    }
  }
})

test('an absolute address in the request line is refused, whatever the Host says', async () => {
  for (const path of ['http://evil.com/api/queue', `http://127.0.0.1:${doors.port}/api/queue`, '*', 'evil.com:80']) {
    const before = doors.reached.length
    const { status } = await raw(doors.port, requestOf('Host: 127.0.0.1:PORT', '', ['GET', ''], path))
    expect([400, 403]).toContain(status)
    expect(doors.reached.length).toBe(before)
  }
})

test('a link from elsewhere may open the page and nothing that tells or does anything', async () => {
  const link = 'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document'
  const get = async (path: string) =>
    (await raw(doors.port, requestOf('Host: 127.0.0.1:PORT', link, ['GET', ''], path))).status
  expect(await get('/')).toBe(200)
  expect(await get('/history')).toBe(200)
  for (const path of [
    '/api/queue',
    '/api',
    '/API/queue',
    '/exports/history.csv',
    '/files/1',
    '/session',
    '/bridge',
    '/healthz',
  ])
    expect([path, await get(path)]).toEqual([path, 403])
})

test('refusals have the one shape', async () => {
  const { body: answer } = await raw(doors.port, requestOf('Host: evil.com', '', ['GET', ''], '/api/queue'))
  expect(JSON.parse(answer)).toEqual({ success: false, error: expect.stringMatching(/\.$/), code: 'FORBIDDEN' })
  const broken = await raw(doors.port, 'NOT HTTP AT ALL\r\n\r\n')
  expect([broken.status, JSON.parse(broken.body)]).toEqual([
    400,
    { success: false, error: 'This request cannot be read.', code: 'VALIDATION_ERROR' },
  ])
})
