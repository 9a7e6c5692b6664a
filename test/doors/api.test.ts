// The REST door by itself: keys and scopes, bodies, methods, the one shape of every answer. One file, because every part asks
// the same open door and the same record of what reached the engine.

import { contract } from '@contract/index.ts'
import type { OperationMeta } from '@contract/operation.ts'
import type { AnyContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Doors, openDoors, raw, SECRETS } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())
beforeEach(() => {
  doors.reached.length = 0
})

const json = { 'content-type': 'application/json' }
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  doors.call(path, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
/** Status and body of an answer. */
const of = async (answer: Promise<Response>): Promise<[number, { code?: string }]> => {
  const response = await answer
  return [response.status, (await response.json()) as { code?: string }]
}

test('a request that comes before the doors stand is held, then answered', async () => {
  expect(await doors.early).toBe(200)
})

describe('answers', () => {
  test('a message is queued as the reference shows it', async () => {
    expect(await of(post('/send', { number: '923001234567', message: 'Hello' }))).toEqual([
      200,
      {
        success: true,
        message: 'Message queued successfully',
        queueId: 12345,
        status: 'pending',
        estimatedDelivery: '5-20 seconds',
      },
    ])
    expect(doors.reached).toMatchObject([{ name: 'messages.send', caller: { kind: 'key', name: 'Shop' } }])
  })

  test('path, query and body merge into one input, and the path wins', async () => {
    await doors.call('/devices/d1?sessionId=d2&name=Query', {
      method: 'PATCH',
      headers: json,
      body: JSON.stringify({ sessionId: 'd3', hourlyLimit: 5 }),
    })
    expect(doors.reached[0]?.input).toEqual({ sessionId: 'd1', name: 'Query', hourlyLimit: 5 })
  })

  test('query text becomes the numbers and flags that the operation wants', async () => {
    await doors.call('/queue?limit=7')
    await doors.call('/queue?all=true', { method: 'DELETE' })
    expect(doors.reached.map(({ input }) => input)).toEqual([{ limit: 7 }, { all: true }])
  })

  test('making something answers 201', async () => {
    expect((await post('/devices', { name: 'Shop' })).status).toBe(201)
  })

  test('nothing is cached and nothing is shared across origins', async () => {
    const { headers } = await doors.call('/queue')
    expect(headers.get('cache-control')).toBe('no-store')
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('an unknown throw tells nothing of itself but goes to the log', async () => {
    expect(await of(post('/devices/d1/restart', {}))).toEqual([
      500,
      { success: false, error: expect.stringContaining('Something broke inside'), code: 'INTERNAL' },
    ])
    expect(JSON.stringify(doors.logged)).toContain('a call broke')
  })

  test('rows that were all refused come with their reasons', async () => {
    expect(await of(post('/send-bulk', { messages: [{}] }))).toEqual([
      400,
      {
        success: false,
        error: 'None of these messages can be sent.',
        code: 'VALIDATION_ERROR',
        errors: [{ index: 0, field: 'number', error: 'Phone number is required', code: 'VALIDATION_ERROR' }],
      },
    ])
  })
})

describe('bodies', () => {
  const refused = (error: string, field?: string) => ({
    success: false,
    error,
    code: 'VALIDATION_ERROR',
    ...(field === undefined ? {} : { field }),
  })

  test.each([
    ['{}', refused('Phone number is required', 'number')],
    ['', refused('Phone number is required', 'number')],
    ['{"number":""}', refused('Phone number is required', 'number')],
    ['{"number":null}', refused('A phone number is text or digits.', 'number')],
    ['{"number":{}}', refused('A phone number is text or digits.', 'number')],
    ['{"number":"1","message":5}', refused('The message must be text.', 'message')],
    ['{"number":"1","mediaType":"gif"}', refused('mediaType is image, video, audio or document.', 'mediaType')],
    ['{"number":"1","sessionId":7}', refused('sessionId must be text.', 'sessionId')],
    ['{"number":', refused('The body is not valid JSON.')],
    ['nonsense', refused('The body is not valid JSON.')],
    ['[]', refused('The body must be a JSON object.')],
    ['null', refused('The body must be a JSON object.')],
    ['"text"', refused('The body must be a JSON object.')],
    ['{"__proto__":{"number":"1"}}', refused('The body is not valid JSON.')],
    ['{"constructor":{"prototype":{"number":"1"}}}', refused('The body is not valid JSON.')],
    [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, refused('The body must be a JSON object.')],
  ])('%.40s', async (body, answer) => {
    expect(await of(post('/send', body))).toEqual([400, answer])
    expect(doors.reached).toEqual([])
  })

  test('4,096 counts code points', async () => {
    expect((await post('/send', { number: '1', message: '😀'.repeat(4096) })).status).toBe(200)
    const [status, answer] = await of(post('/send', { number: '1', message: '😀'.repeat(4097) }))
    expect([status, answer]).toEqual([400, refused('1 character too many. The limit is 4,096.', 'message')])
  })

  test('a number may be digits without quotes', async () => {
    expect((await post('/send', { number: 923001234567, message: 'x' })).status).toBe(200)
    expect(doors.reached[0]?.input).toEqual({ number: '923001234567', message: 'x' })
  })

  test('bytes that are not UTF-8 are refused', async () => {
    const answer = doors.call('/send', {
      method: 'POST',
      headers: json,
      body: new Uint8Array([...Buffer.from('{"number":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
    })
    expect(await of(answer)).toEqual([400, refused('The body is not valid JSON.')])
  })

  test.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/json; charset=latin1'],
    ['application/jsonp'],
    ['text/json'],
  ])('%s is not JSON', async (type) => {
    const [status, answer] = await of(post('/send', '{"number":"1"}', { 'content-type': type }))
    expect([status, answer.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    expect(doors.reached).toEqual([])
  })

  test('a body without a type, or compressed, is not JSON', async () => {
    const head = `POST /api/send HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nX-API-Key: ${SECRETS.all}\r\nConnection: close\r\n`
    expect((await raw(doors.port, `${head}Content-Length: 2\r\n\r\n{}`)).status).toBe(415)
    expect((await post('/send', '{}', { 'content-encoding': 'gzip' })).status).toBe(415)
    expect(doors.reached).toEqual([])
  })

  test('JSON with its charset is JSON', async () => {
    expect((await post('/send', '{"number":"1"}', { 'content-type': 'application/json; charset=UTF-8' })).status).toBe(
      200,
    )
  })

  test('an action needs no body', async () => {
    expect((await doors.call('/devices/d1/pause', { method: 'POST' })).status).toBe(200)
    expect((await post('/devices/d1/pause', '')).status).toBe(200)
  })

  test('1 MiB, 16 MiB and 100 MB are the limits', async () => {
    const text = (bytes: number) => `{"messages":["${'x'.repeat(bytes)}"]}`
    const codeOf = async (path: string, body: string) => (await of(post(path, body)))[1].code
    expect(await codeOf('/send', text(2 ** 20))).toBe('PAYLOAD_TOO_LARGE')
    expect(await codeOf('/send-bulk', text(15 * 2 ** 20))).toBe('VALIDATION_ERROR')
    expect(await codeOf('/send-bulk', text(16 * 2 ** 20))).toBe('PAYLOAD_TOO_LARGE')
    const head = `POST /api/files HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nX-API-Key: ${SECRETS.all}\r\n`
    const upload = await raw(doors.port, `${head}Content-Length: ${100 * 2 ** 20 + 1}\r\n\r\nx`)
    expect([upload.status, JSON.parse(upload.body).code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })
})

describe('addresses', () => {
  test.each([
    ['PUT', '/send', 'POST'],
    ['GET', '/send', 'POST'],
    ['POST', '/queue', 'GET, DELETE'],
    ['PUT', '/devices/d1', 'GET, PATCH, DELETE'],
    ['GET', '/devices/d1/restart', 'POST'],
    ['GET', '/files', 'POST'],
    ['POST', '/devices/d1/qr.png', 'GET'],
    ['OPTIONS', '/send', 'POST'],
    ['HEAD', '/queue', 'GET, DELETE'],
  ])('%s %s takes %s', async (method, path, allow) => {
    const response = await doors.call(path, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    if (method !== 'HEAD') expect(await response.json()).toMatchObject({ success: false, code: 'METHOD_NOT_ALLOWED' })
    expect(doors.reached).toEqual([])
  })

  test.each(['', '/', '/nope', '/send/', '/queue/1/2', '/devices/d1/qr.gif'])('%s is nowhere', async (path) => {
    expect(await of(doors.call(path))).toEqual([
      404,
      { success: false, error: 'There is nothing at this address.', code: 'NOT_FOUND' },
    ])
  })

  test('whoever has no key learns no addresses', async () => {
    expect((await doors.call('/nope', { key: null })).status).toBe(401)
  })
})

describe('keys', () => {
  const invalid = { success: false, error: 'Invalid API key', code: 'UNAUTHORIZED' }

  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong one', { 'x-api-key': 'wrong' }],
    ['an empty one', { 'x-api-key': '' }],
    ['a wrong one beside a right one', { 'x-api-key': 'wrong', authorization: `Bearer ${SECRETS.all}` }],
    ['another scheme', { authorization: `Basic ${SECRETS.all}` }],
    ['no scheme', { authorization: SECRETS.all }],
  ])('%s is refused', async (_name, headers) => {
    expect(await of(doors.call('/queue', { key: null, headers }))).toEqual([401, invalid])
    expect(doors.reached).toEqual([])
  })

  test('a key in the address is no key', async () => {
    expect((await doors.call(`/queue?apiKey=${SECRETS.all}`, { key: null })).status).toBe(401)
  })

  test('both headers carry a key', async () => {
    expect((await doors.call('/queue')).status).toBe(200)
    expect(
      (await doors.call('/queue', { key: null, headers: { authorization: `bearer ${SECRETS.all}` } })).status,
    ).toBe(200)
  })

  test('every route asks for exactly its scope', async () => {
    const routes = Object.values(contract as Record<string, Record<string, AnyContractProcedure>>)
      .flatMap((noun) => Object.values(noun))
      .map((procedure) => procedure['~orpc'])
      .filter(({ route }) => route.path !== undefined)
    expect(routes.length).toBeGreaterThan(25)
    for (const { route, meta } of routes) {
      const { scope } = meta as OperationMeta
      const path = (route.path ?? '').replaceAll(/\{\w+\}/g, '1')
      for (const own of ['send', 'read'] as const) {
        const { status } = await doors.call(path, { method: route.method ?? '', key: SECRETS[own] })
        expect([route.method, path, own, status === 403]).toEqual([route.method, path, own, own !== scope])
      }
    }
  })

  test('wrong keys are throttled and disturb no right one', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const isWrong = index % 2 === 0
        const response = await doors.call('/queue', isWrong ? { key: 'wrong' } : {})
        if (response.status === 429) expect(response.headers.get('retry-after')).toBe('1')
        return `${isWrong ? 'wrong' : 'right'} ${response.status}`
      }),
    )
    expect(statuses.filter((status) => status === 'right 200')).toHaveLength(100)
    expect(statuses.filter((status) => status === 'wrong 429').length).toBeGreaterThan(50)
    expect(new Set(statuses)).toEqual(new Set(['right 200', 'wrong 401', 'wrong 429']))
  })
})

describe('a key against repeats', () => {
  test('goes to the engine with a print of the request, and its answer is marked', async () => {
    const send = (message: string, key: string) => post('/send', { number: '1', message }, { 'idempotency-key': key })
    await send('a', 'one')
    await send('a', 'one')
    await send('b', 'one')
    const marks = doors.reached.map(({ caller }) => (caller.kind === 'key' ? caller.idempotency : undefined))
    const prints = marks.map((mark) => Buffer.from(mark?.fingerprint ?? []).toString('hex'))
    expect(marks.map((mark) => mark?.key)).toEqual(['one', 'one', 'one'])
    expect([prints[0]?.length, prints[0] === prints[1], prints[0] === prints[2]]).toEqual([64, true, false])
    expect((await send('a', 'seen')).headers.get('idempotency-replayed')).toBe('true')
    expect((await send('a', 'new')).headers.get('idempotency-replayed')).toBeNull()
  })

  test('has 1 to 255 characters', async () => {
    expect((await post('/send', { number: '1' }, { 'idempotency-key': 'x'.repeat(255) })).status).toBe(200)
    const answer = await of(post('/send', { number: '1' }, { 'idempotency-key': 'x'.repeat(256) }))
    expect(answer).toMatchObject([400, { code: 'VALIDATION_ERROR', field: 'Idempotency-Key' }])
  })

  test('means nothing to calls that queue nothing', async () => {
    await doors.call('/queue', { headers: { 'idempotency-key': 'x' } })
    expect(doors.reached[0]?.caller).not.toHaveProperty('idempotency')
  })
})

describe('what is not JSON', () => {
  test('the QR code is a picture', async () => {
    const response = await doors.call('/devices/d1/qr.png')
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect((await doors.call('/devices/d1/qr.png', { key: SECRETS.read })).status).toBe(403)
  })

  test('history comes as CSV', async () => {
    const response = await doors.call('/history?format=csv')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="dakiya-history-[\d-]{10}\.csv"$/,
    )
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('﻿queueId\r\n1\r\n')
    expect((await doors.call('/history?format=csv&status=no')).status).toBe(400)
    expect((await doors.call('/history?format=xml')).status).toBe(400)
    expect((await doors.call('/history?format=json')).status).toBe(200)
  })

  test('a CSV that breaks before its first row is a refusal', async () => {
    expect(await of(doors.call('/history?format=csv&q=broken'))).toMatchObject([507, { code: 'STORAGE_FULL' }])
  })

  test('a file is kept, whatever type it is said to be', async () => {
    for (const type of ['application/pdf', 'application/json', 'text/plain', '']) {
      const headers = type === '' ? {} : { 'content-type': type }
      const answer = of(
        doors.call('/files?name=..%2F..%2Finvoice.pdf', { method: 'POST', headers, body: new Uint8Array([1, 2, 3]) }),
      )
      expect(await answer).toMatchObject([200, { success: true, name: 'invoice.pdf', bytes: 3 }])
    }
  })

  test('the document lists every route that is served, and needs no key', async () => {
    const response = await doors.call('/openapi.json', { key: null })
    const document = (await response.json()) as {
      openapi: string
      paths: Record<string, Record<string, { requestBody: { content: Record<string, { schema: unknown }> } }>>
    }
    expect([response.status, document.openapi]).toEqual([200, '3.1.0'])
    for (const [path, methods] of Object.entries(document.paths))
      for (const method of Object.keys(methods)) {
        const { status } = await doors.call(path.replaceAll(/\{\w+\}/g, '1'), { method: method.toUpperCase() })
        expect([method, path, status]).not.toEqual([method, path, 405])
      }
    expect(document.paths['/send']?.post?.requestBody.content['application/json']?.schema).toMatchObject({
      required: ['number'],
    })
  })

  test('it lives', async () => {
    expect(await of(fetch(`${doors.base}/healthz`))).toEqual([200, { success: true }])
  })
})
