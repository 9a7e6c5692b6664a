// A noun is added in two places, a page of the contract and a folder of the engine, each with its line in one list. Everything else is
// a loop: this builds the program with one more noun and reaches it over REST, bridge, OpenAPI and events, erases a person in it, kills
// the program in the midst and finds the rest gone after the next start.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startHeadlessOf } from '../support/program.ts'
import { scratchDir } from '../support/scratch.ts'
import { makeToyProgram, type ToyProgram } from '../support/toy-program.ts'
import { until } from '../support/until.ts'

let program: ToyProgram
beforeAll(() => {
  program = makeToyProgram()
})
afterAll(() => program?.drop())

const OWNER = '15551230001'
const OTHER = '15551230002'

interface Toy {
  toyId: number
  name: string
  owner: string
}

interface Page {
  toys: { list(input: object): Promise<{ toys: Toy[] }>; add(input: object): Promise<{ toys: Toy[] }> }
  events: { subscribe(input: object): Promise<AsyncIterable<{ type: string; value: Toy }>> }
}

/** The bridge of a signed-in page. */
async function pageOf(ui: string): Promise<{ page: Page; leave(): void }> {
  const { origin, host } = new URL(ui)
  const signedIn = await fetch(ui, { redirect: 'manual' })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const websocket = new WebSocket(`ws://${host}/bridge`, { headers: { cookie, origin } })
  const page = createORPCClient(new RPCLink({ websocket: websocket as never })) as unknown as Page
  return { page, leave: () => websocket.close() }
}

test('the sources with the noun are sound, and without its half in the engine they are not', () => {
  expect(program.types()).toBe('')
  const line = ', createToys(parts)]'
  program.edit('src/main/engine/engine.ts', line, ']')
  try {
    expect(program.types()).toMatch(/engine\.ts.*Property 'toys' is missing/)
  } finally {
    program.edit('src/main/engine/engine.ts', ', messages]', `, messages${line}`)
  }
})

test('REST, bridge, OpenAPI and events reach it; an erasure that a kill broke off is finished', async () => {
  const dir = scratchDir()
  const flags = ['--practice', '--issue-api-key', '--data-dir', dir]
  const first = await startHeadlessOf(program.root, ...flags)

  const added = await first.call<{ toys: Toy[] }>('POST', '/toys', { name: 'Top', owner: OTHER })
  expect(added).toMatchObject({ http: 201, success: true, toys: [{ name: 'Top', owner: OTHER }] })
  expect(await first.call('POST', '/toys', { name: '', owner: OTHER })).toMatchObject({
    http: 400,
    code: 'VALIDATION_ERROR',
    field: 'name',
    error: 'Give the toy a name.',
  })
  const described = await first.call<{ paths: Record<string, Record<string, { operationId: string }>> }>(
    'GET',
    '/openapi.json',
  )
  expect(described.paths['/toys']?.post?.operationId).toBe('toys.add')

  const { page, leave } = await pageOf(first.ui)
  const heard: { type: string; value: Toy }[] = []
  const news = await page.events.subscribe({})
  void (async () => {
    for await (const event of news) heard.push(event)
  })().catch(() => undefined)
  await page.toys.add({ name: 'Kite', owner: OTHER })
  await until('the event', () => heard.some(({ type, value }) => type === 'toy.changed' && value.name === 'Kite'))
  expect((await page.toys.list({})).toys.map(({ name }) => name)).toEqual(['Top', 'Kite'])
  leave()

  await first.call('POST', '/toys', { name: 'Brick', owner: OWNER, count: 200 })
  expect(await first.call('GET', `/numbers/${OWNER}/kept`)).toMatchObject({ number: OWNER, messages: 0, toys: 200 })
  const erasing = first.call('DELETE', `/numbers/${OWNER}`).catch(() => null)
  const bricks = async (call: typeof first.call) =>
    (await call<{ toys: Toy[] }>('GET', '/toys')).toys.filter(({ owner }) => owner === OWNER).length
  await until('some of it gone', async () => (await bricks(first.call)) < 190)
  await first.end('SIGKILL')
  expect(await erasing).toBeNull()

  const second = await startHeadlessOf(program.root, ...flags)
  const left = await bricks(second.call)
  expect(left).toBeLessThan(200)
  await until('the rest gone', async () => (await bricks(second.call)) === 0, 60_000)
  expect((await second.call<{ toys: Toy[] }>('GET', '/toys')).toys.map(({ name }) => name)).toEqual(['Top', 'Kite'])
  expect(await second.end()).toBe(0)
})
