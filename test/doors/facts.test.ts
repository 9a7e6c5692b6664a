// What the lines of the contract say of operations, asked of the open doors: each fact is served wherever it is stated, so that a new
// operation has it without a word in any door.
import { contract, type Inputs } from '@contract/index.ts'
import { BODY_LIMITS, type OperationMeta } from '@contract/operation.ts'
import type { AnyContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Doors, openDoors, raw, SECRETS } from '../support/doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const operations = Object.entries(contract as Record<string, Record<string, AnyContractProcedure>>).flatMap(
  ([noun, verbs]) =>
    Object.entries(verbs).map(([verb, procedure]) => {
      const { meta, route } = procedure['~orpc']
      const path = route.path?.replaceAll(/\{\w+\}/g, '1')
      return { noun, verb, name: `${noun}.${verb}`, method: route.method, path, meta: meta as OperationMeta }
    }),
)
type Operation = (typeof operations)[number]
/** What has a REST way and this fact. */
const having = (fact: keyof OperationMeta) => {
  const found = operations.filter(({ path, meta }) => path !== undefined && meta[fact] !== undefined)
  expect(found.length).toBeGreaterThan(0)
  return found
}

const json = { 'content-type': 'application/json' }
const ask = ({ method = 'GET', path }: Operation, body: unknown, headers: Record<string, string> = {}) =>
  doors.call(path ?? '', { method, body: JSON.stringify(body), headers: { ...json, ...headers } })

/** An input for each operation that queues; a new one needs one here. */
const queued: Record<string, object> = {
  'messages.send': { number: '1', message: 'x' } satisfies Inputs['messages']['send'],
  'messages.sendBulk': { messages: [{}] } satisfies Inputs['messages']['sendBulk'],
  'messages.again': { queueId: 1 } satisfies Inputs['messages']['again'],
}

test('what queues takes an Idempotency-Key over both doors', async () => {
  const { client, socket } = await doors.openBridge()
  const bridge = client as unknown as Record<string, Record<string, (input: unknown, more: object) => Promise<unknown>>>
  for (const operation of having('queues')) {
    const { noun, verb, name } = operation
    const input = queued[name]
    expect([name, input]).not.toEqual([name, undefined])
    const keyOfLast = () => [doors.reached.at(-1)?.name, doors.reached.at(-1)?.caller.idempotency?.key]
    await ask(operation, input, { 'idempotency-key': `${name} by a program` })
    expect(keyOfLast()).toEqual([name, `${name} by a program`])
    await bridge[noun]?.[verb]?.(input, { context: { idempotencyKey: `${name} by a page` } }).catch(() => {})
    expect(keyOfLast()).toEqual([name, `${name} by a page`])
  }
  socket.close()
})

test('a request brings as much as its line says, and no byte more', async () => {
  const lengthed = async ({ method, path }: Operation, length: number) => {
    const head = `${method} /api${path} HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nX-API-Key: ${SECRETS.all}\r\n`
    const { status } = await raw(
      doors.port,
      `${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    )
    return status
  }
  const bodied = operations.filter(({ path, method }) => path !== undefined && method !== 'GET' && method !== 'DELETE')
  expect(bodied.length).toBeGreaterThan(15)
  for (const operation of bodied)
    expect([operation.name, await lengthed(operation, BODY_LIMITS[operation.meta.body] + 1)]).toEqual([
      operation.name,
      413,
    ])
  for (const operation of bodied.filter(({ meta }) => meta.body === 'bulk'))
    expect((await ask(operation, { messages: ['x'.repeat(BODY_LIMITS.small)] })).status).not.toBe(413)
})

test('a picture, a CSV file and raw bytes are served where a line states them', async () => {
  for (const { path } of having('png'))
    expect((await doors.call(`${path}.png`)).headers.get('content-type')).toBe('image/png')
  const cookie = await doors.signIn()
  for (const { path } of having('csv')) {
    const type = 'text/csv; charset=utf-8'
    expect((await doors.call(`${path}?format=csv`)).headers.get('content-type')).toBe(type)
    expect((await fetch(`${doors.base}/exports${path}.csv`, { headers: { cookie } })).headers.get('content-type')).toBe(
      type,
    )
  }
  for (const { path } of having('binary')) {
    const own = { cookie, origin: doors.base, 'content-type': 'image/png' }
    const body = new Uint8Array([0xff, 0])
    expect((await doors.call(path ?? '', { method: 'POST', body, headers: own })).status).toBe(200)
    expect((await fetch(`${doors.base}${path}`, { method: 'POST', body, headers: own })).status).toBe(200)
  }
})

test('the document tells of every way and every face, and of nothing else', async () => {
  type Described = { operationId: string; description: string; parameters: { name: string }[] }
  const { paths } = (await (await doors.call('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  const described = Object.values(paths).flatMap((methods) => Object.values(methods))
  const served = operations.filter(({ path }) => path !== undefined)
  const pictures = having('png').map(({ name }) => `${name}Picture`)
  const ids = described.map(({ operationId }) => operationId)
  expect(ids.toSorted()).toEqual([...served.map(({ name }) => name), ...pictures].toSorted())
  for (const { name, meta } of served) {
    const { description, parameters } = described.find(({ operationId }) => operationId === name) ?? {}
    const names = parameters?.map((parameter) => parameter.name) ?? []
    expect([name, description]).toEqual([name, expect.stringContaining(meta.scope)])
    expect([name, names.includes('Idempotency-Key')]).toEqual([name, meta.queues === true])
    expect([name, names.includes('format')]).toEqual([name, meta.csv !== undefined])
  }
})

test('a page may call everything but what is served in plain requests', async () => {
  const { client, socket } = await doors.openBridge()
  const bridge = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
  const refused: string[] = []
  // Practice is absent in a real profile; news are a stream and have tests of their own.
  for (const { noun, verb, name } of operations.filter(({ noun }) => noun !== 'practice' && noun !== 'events'))
    await bridge[noun]?.[verb]?.({}).catch(({ code }: { code: string }) => {
      if (code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'UNAUTHORIZED') refused.push(name)
    })
  expect(refused).toEqual(['app.signInLink', 'files.add'])
  socket.close()
})
