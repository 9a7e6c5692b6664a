// A restart with a full house: 1,000,000 messages ended, 100,000 waiting, one linked device, pacing 0. Measured from the start
// of the process to the first message in the network's ledger; then what the pages ask for, query by query.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { print, rounded, until } from './support/figures.ts'
import { fill } from './support/full.ts'
import { startNetwork } from './support/network.ts'

const RUNS = 3
const COUNTS = { ended: 1_000_000, waiting: 100_000 }
const PHONE = '15550100001'

interface Running {
  startedAt: number
  readyAfterMs: number
  get(path: string): Promise<Record<string, never>>
  call(method: string, path: string, body?: unknown): Promise<Record<string, never>>
  stop(): Promise<void>
}

if (process.argv[2] === 'fill') {
  fill(process.argv[3] ?? '', process.argv[4] ?? '', COUNTS)
  process.exit(0)
}

const network = await startNetwork()
await network.post('/contacts/*', { delivers: false, reads: false }, 'PATCH')
const dir = mkdtempSync(join(tmpdir(), 'dakiya-restart-'))

async function start(): Promise<Running> {
  const startedAt = Date.now()
  const flags = ['--practice-at', network.url, '--issue-api-key', '--port', '0', '--no-open', '--data-dir', dir]
  const child = spawn(process.execPath, [join('out', 'main', 'headless.js'), ...flags, '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const readyAfterMs = Date.now() - startedAt
  const { api, apiKey } = JSON.parse(String(line)) as { api: string; apiKey: string }
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { 'x-api-key': apiKey, ...(body ? { 'content-type': 'application/json' } : {}) }
    const answer = await fetch(`${api}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const said = (await answer.json()) as Record<string, never>
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(said)}`)
    return said
  }
  return {
    startedAt,
    readyAfterMs,
    call,
    get: (path) => call('GET', path),
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

interface Entry {
  seq: number
  at: number
  direction: string
  tag: string
}
let seen = 0

/** What the network took in since the last look. */
async function news(): Promise<Entry[]> {
  const { entries } = (await (await fetch(`${network.url}/ledger?after=${seen}&limit=1000`)).json()) as {
    entries: Entry[]
  }
  seen = entries.at(-1)?.seq ?? seen
  return entries
}

/** When the network took the next message in, epoch ms. */
async function nextMessageAt(): Promise<number> {
  let at: number | undefined
  await until(
    async () => {
      at = (await news()).find(({ direction, tag }) => direction === 'in' && tag === 'message')?.at
      return at !== undefined
    },
    60_000,
    'the first message',
  )
  return at ?? Number.NaN
}

const first = await start()
const { device } = (await first.call('POST', '/devices', { name: 'Shop' })) as unknown as {
  device: { sessionId: string }
}
const { qr } = (await first.get(`/devices/${device.sessionId}/qr`)) as unknown as { qr: string }
await network.post(`/phones/${PHONE}/scan`, { qr })
const status = async () =>
  ((await first.get(`/devices/${device.sessionId}`)) as unknown as { device: { status: string } }).device.status
await until(async () => (await status()) === 'connected', 20_000, 'linking')
const free = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }
await first.call('PATCH', '/settings', free)
await first.stop()
const data = join(dir, 'practice', 'dakiya.db')
// In a process of its own, so that this one keeps up with its connections.
await once(fork(fileURLToPath(import.meta.url), ['fill', data, device.sessionId], { execArgv: [] }), 'exit')

const firstSend: number[] = []
const ready: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  while ((await news()).length > 0);
  const program = await start()
  ready.push(program.readyAfterMs)
  firstSend.push((await nextMessageAt()) - program.startedAt)
  await program.stop()
}
await network.stop()
rmSync(dir, { recursive: true, force: true })
print('restart', 'first-send-ms', firstSend, 'ms', { readyMs: rounded(ready), ...COUNTS })
