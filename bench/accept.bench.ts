// `POST /api/send` a second at 64 connections, each answer after its row is on disk, as a share of a bare Fastify route
// that checks the same key and schema and answers the same body. Each server is a process of its own; they take turns.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Draft } from '@contract/messages.ts'
import { systemClock } from '@main/engine/base/clock.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createChanges } from '@main/engine/database/changes.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { createKeys } from '@main/engine/keys/keys.ts'
import Fastify, { type FastifySchema } from 'fastify'
import { print, rounded, until } from './support/figures.ts'
import { load, sendRequest } from './support/load.ts'

const RUNS = 5
const CONNECTIONS = 64
const COUNT = 10_000

const text = { type: 'string' }
const properties = {
  success: { type: 'boolean' },
  message: text,
  queueId: { type: 'integer' },
  status: text,
  estimatedDelivery: text,
}
const schema: FastifySchema = { response: { 200: { type: 'object', properties } } }

/** The reference server: key, schema, answer; nothing kept. */
async function serveBare(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-bare-'))
  const database = openDatabase(join(dir, 'keys.db'))
  process.once('SIGTERM', () => {
    rmSync(dir, { recursive: true, force: true })
    process.exit(0)
  })
  const changes = createChanges({ database, clock: systemClock })
  const keys = createKeys({ database, changes, clock: systemClock, random: systemRandom })
  const { secret } = keys.issue('bench', ['send'])
  const app = Fastify()
  let queueId = 0
  app.post('/api/send', { schema }, async (request, reply) => {
    if (keys.check(String(request.headers['x-api-key'])) === null) return reply.code(401).send({ success: false })
    if (!Draft.safeParse(request.body).success) return reply.code(400).send({ success: false })
    queueId += 1
    const told = { message: 'Message queued successfully', status: 'pending', estimatedDelivery: '5-20 seconds' }
    return { success: true, queueId, ...told }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0, secret })
}

interface Server {
  port: number
  key: string
  stop(): Promise<void>
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

async function startBareServer(): Promise<Server> {
  const child = fork(fileURLToPath(import.meta.url), ['bare'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const told = await new Promise<{ port: number; secret: string }>((resolve) => child.once('message', resolve as never))
  return {
    port: told.port,
    key: told.secret,
    async stop() {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

/** The product as users start it, with a linked device whose sending is paused. */
async function startProductServer(): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-accept-'))
  const flags = ['--practice', '--issue-api-key', '--port', '0', '--no-open', '--data-dir', dir, '--log-level', 'warn']
  const child = spawn(process.execPath, [join('out', 'main', 'headless.js'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = await new Promise<{ api: string; apiKey: string; practice: string }>((resolve) =>
    child.stdout?.once('data', (line) => resolve(JSON.parse(String(line)))),
  )
  const call = async (method: string, url: string, body?: unknown) => {
    const headers = { 'x-api-key': ready.apiKey, ...(body ? { 'content-type': 'application/json' } : {}) }
    const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    return (await answer.json()) as { device: { sessionId: string; status: string }; qr: string }
  }
  const { device } = await call('POST', `${ready.api}/devices`, { name: 'Shop' })
  const { qr } = await call('GET', `${ready.api}/devices/${device.sessionId}/qr`)
  await fetch(`${ready.practice}/phones/15550100001/scan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ qr }),
  })
  const one = `${ready.api}/devices/${device.sessionId}`
  await until(async () => (await call('GET', one)).device.status === 'connected', 20_000, 'linking')
  await call('POST', `${one}/pause`)
  return {
    port: Number(new URL(ready.api).port),
    key: ready.apiKey,
    async stop() {
      child.kill('SIGTERM')
      await ended(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function compare(): Promise<void> {
  const bare = await startBareServer()
  const product = await startProductServer()
  let base = 0
  const measure = async ({ port, key }: Server) => {
    base += COUNT
    const from = base
    const request = (index: number) =>
      sendRequest(port, key, String(923000000000 + from + index), `Your order ${index} is ready.`)
    const result = await load(port, { connections: CONNECTIONS, count: COUNT, request })
    if (result.statuses['200'] !== COUNT)
      throw new Error(`not every request was accepted: ${JSON.stringify(result.statuses)}`)
    return result
  }
  for (const server of [bare, product]) await measure(server)
  const bareRates: number[] = []
  const productRates: number[] = []
  const p99: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    bareRates.push((await measure(bare)).perSecond)
    const result = await measure(product)
    productRates.push(result.perSecond)
    p99.push(result.latencies[Math.floor(result.latencies.length * 0.99)] ?? 0)
  }
  await Promise.all([bare.stop(), product.stop()])
  const ratios = productRates.map((rate, run) => rate / (bareRates[run] ?? 1))
  print('accept', 'ratio-to-bare', ratios, 'ratio', {
    connections: CONNECTIONS,
    requests: COUNT,
    productPerSecond: rounded(productRates, 0),
    barePerSecond: rounded(bareRates, 0),
    latencyP99Ms: rounded(p99),
  })
}

await (process.argv[2] === 'bare' ? serveBare() : compare())
