// Callers that never finish their request, or send nonsense: they are dropped, and nobody else notices.
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Doors, openDoors, raw, SECRETS } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

test('300 half-sent requests are dropped within 8 s while right ones are answered', async () => {
  const slow: Promise<void>[] = []
  for (let index = 0; index < 300; index += 1) {
    const socket: Socket = connect(doors.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`GET /api/queue HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nX-Slow: `)
    const drip = setInterval(() => socket.write('x'), 500)
    slow.push(
      new Promise((resolve) =>
        socket.resume().on('close', () => {
          clearInterval(drip)
          resolve()
        }),
      ),
    )
  }
  const started = performance.now()
  let isOver = false
  const all = Promise.all(slow).then(() => {
    isOver = true
  })
  const times: number[] = []
  while (!isOver && performance.now() - started < 15_000) {
    const asked = performance.now()
    expect((await doors.call('/queue')).status).toBe(200)
    times.push(performance.now() - asked)
  }
  await all
  expect(performance.now() - started).toBeLessThan(8_000)
  times.sort((a, b) => a - b)
  expect(times.length).toBeGreaterThan(100)
  expect(times[Math.floor(times.length * 0.99)]).toBeLessThan(100)
})

const head = (line: string, ...more: string[]) =>
  [line, `Host: 127.0.0.1:${doors.port}`, `X-API-Key: ${SECRETS.all}`, 'Content-Type: application/json', ...more].join(
    '\r\n',
  )

test.each([
  ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
  ['a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n'],
  ['a length that is no number', ['Content-Length: two'], '{}'],
  ['a negative length', ['Content-Length: -1'], '{}'],
  ['chunks that are none', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n'],
  ['an unknown encoding', ['Transfer-Encoding: identity, chunked, x'], '{}'],
  ['a header too large', [`X-Large: ${'x'.repeat(20_000)}`], ''],
  ['a bare line feed', ['X-Bare: a\nX-Other: b'], ''],
  ['a zero byte', ['X-Zero: a\0b'], ''],
])('%s is refused', async (_name, lines, body) => {
  const before = doors.reached.length
  const { status } = await raw(doors.port, `${head('POST /api/send HTTP/1.1', ...lines)}\r\n\r\n${body}`)
  expect([400, 408, 431]).toContain(status)
  expect(doors.reached.length).toBe(before)
})

test('500 requests of garbage bring nothing down', async () => {
  let seed = 7
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed
  }
  const before = doors.reached.length
  await Promise.all(
    Array.from({ length: 500 }, async () => {
      const bytes = Array.from({ length: 20 + (next() % 200) }, () => String.fromCharCode(next() % 256)).join('')
      const { status } = await raw(doors.port, `${bytes}\r\n\r\n`)
      expect([0, 400]).toContain(status)
    }),
  )
  expect(doors.reached.length).toBe(before)
  expect((await doors.call('/queue')).status).toBe(200)
})
