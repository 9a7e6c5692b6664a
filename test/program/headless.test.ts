// Headless from the outside: its ready line, its REST API down to the practice recipients, its end, and when it refuses to start.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createPracticeClient } from '@main/practice/client.ts'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { type Headless, refusedStart, startHeadless, startPracticeProcess } from '../support/program.ts'
import { scratchDir } from '../support/scratch.ts'

const PHONE = '15550100001'

/** Links a new device to a practice phone through the API, as a person's program would. */
async function link(app: Headless): Promise<string> {
  const { device } = await app.call<{ device: { sessionId: string } }>('POST', '/devices', { name: 'Shop' })
  const path = `/devices/${device.sessionId}`
  let qr = ''
  await expect
    .poll(
      async () => {
        const answer = await app.call<{ qr?: string }>('GET', `${path}/qr`)
        qr = answer.qr ?? ''
        return answer.http
      },
      { timeout: 20_000 },
    )
    .toBe(200)
  await createPracticeClient(app.practice ?? '').scan(PHONE, qr)
  const status = async () => (await app.call<{ device: { status: string } }>('GET', path)).device.status
  await expect.poll(status, { timeout: 20_000 }).toBe('connected')
  return device.sessionId
}

const unlimited = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }

test('links, sends and reports through its API alone, and ends in order', async () => {
  const app = await startHeadless('--practice', '--issue-api-key', '--data-dir', scratchDir())
  expect(Object.keys(app).slice(0, 7)).toEqual(['ready', 'version', 'ui', 'api', 'apiKey', 'practice', 'pid'])
  expect(app).toMatchObject({
    ready: true,
    ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/),
    api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api$/),
    practice: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    pid: app.child.pid,
  })

  expect(await app.call('POST', '/send', { number: '923001234567', message: 'x' })).toMatchObject({
    http: 409,
    success: false,
    code: 'CONFLICT',
  })
  await link(app)
  await app.call('PATCH', '/settings', unlimited)

  const pdf = Buffer.from(await (await fetch(`${app.practice}/files/invoice.pdf`)).arrayBuffer())
  const upload = await fetch(`${app.api}/files?name=invoice.pdf`, {
    method: 'POST',
    headers: { 'x-api-key': app.apiKey ?? '' },
    body: pdf,
  })
  const { fileId, sha256 } = (await upload.json()) as { fileId: string; sha256: string }
  expect(sha256).toBe(createHash('sha256').update(pdf).digest('hex'))

  expect(await app.call('POST', '/send', { number: '+92 300 1234567', message: 'Hello' })).toMatchObject({
    success: true,
    message: 'Message queued successfully',
    queueId: 1,
    estimatedDelivery: expect.any(String),
  })
  await app.call('POST', '/send', { number: '923001234567', fileId, message: 'Here' })
  const rows = Array.from({ length: 25 }, (_, index) => ({
    number: `9230000000${index + 10}`,
    message: `Row ${index}`,
  }))
  for (const bad of [3, 7, 11]) Object.assign(rows[bad] ?? {}, { number: 'nobody' })
  expect(await app.call('POST', '/send-bulk', { messages: rows })).toMatchObject({
    http: 200,
    message: 'Bulk messages queued',
    queued: 22,
    failed: 3,
    errors: [3, 7, 11].map((index) => ({ index, field: 'number', code: 'VALIDATION_ERROR' })),
  })

  await expect.poll(async () => (await app.call('GET', '/queue')).total, { timeout: 30_000 }).toBe(0)
  const received = await createPracticeClient(app.practice ?? '').messages({})
  expect(received.filter(({ kind }) => kind === 'text')).toHaveLength(23)
  expect(received.find(({ kind }) => kind === 'document')).toMatchObject({ sha256, caption: 'Here' })
  const history = await app.call<{ total: number; messages: { status: string }[] }>('GET', '/history?limit=1000')
  expect([history.total, new Set(history.messages.map(({ status }) => status))]).toEqual([24, new Set(['sent'])])
  const csv = await fetch(`${app.api}/history?format=csv`, { headers: { 'x-api-key': app.apiKey ?? '' } })
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(25)

  const started = performance.now()
  app.child.kill('SIGTERM')
  expect(await app.end()).toBe(0)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(app.stdout().trim().split('\n')).toHaveLength(1)
})

test('goes on with the same network, devices and keys after a kill', async () => {
  const network = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const dir = scratchDir()
  const first = await startHeadless('--practice-at', network, '--issue-api-key', '--data-dir', dir)
  expect(first.practice).toBe(network)
  const sessionId = await link(first)
  expect(await first.end('SIGKILL')).toBe('SIGKILL')

  const second = await startHeadless('--practice-at', network, '--data-dir', dir)
  expect(second.apiKey).toBeNull()
  const device = async () => {
    const answer = await fetch(`${second.api}/devices/${sessionId}`, { headers: { 'x-api-key': first.apiKey ?? '' } })
    return ((await answer.json()) as { device: { status: string; number: string } }).device
  }
  await expect.poll(async () => (await device()).status, { timeout: 20_000 }).toBe('connected')
  expect((await device()).number).toBe(PHONE)
  expect(await second.end('SIGINT')).toBe(0)
})

/** Names, sizes and digests of everything in a folder that holds data. */
function picture(dir: string): Record<string, string> {
  const data = readdirSync(dir).filter((name) => /^dakiya\.db$|^profile\.json$/.test(name))
  return Object.fromEntries(
    data.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex'),
    ]),
  )
}

test('refuses a second process on the same data, and touches nothing', async () => {
  const dir = scratchDir()
  const app = await startHeadless('--practice', '--data-dir', dir)
  const taken = new URL(app.api).port
  for (const port of ['0', taken]) {
    const refused = await refusedStart('--practice', '--data-dir', dir, '--port', port)
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: `Dakiya is already running with the data in ${join(dir, 'practice')}.\n`,
    })
  }
  expect(await app.end()).toBe(0)
})

test('refuses a taken port before it makes anything', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as { port: number }
  const dir = join(scratchDir(), 'never')
  const refused = await refusedStart('--data-dir', dir, '--port', String(port))
  expect(refused).toEqual({
    code: 2,
    stdout: '',
    stderr: `Port ${port} cannot be had: another program uses it. Choose another with --port.\n`,
  })
  expect(existsSync(dir)).toBe(false)
})

test('refuses data it must not open', async () => {
  const base = scratchDir()
  const dir = join(base, 'practice')
  const app = await startHeadless('--practice', '--data-dir', base)
  expect(await app.end()).toBe(0)

  const asReal = await refusedStart('--data-dir', dir, '--port', '0')
  expect(asReal).toEqual({
    code: 2,
    stdout: '',
    stderr: `${dir} is a practice profile and can never send to WhatsApp.\n`,
  })

  const database = new SQLite(join(dir, 'dakiya.db'))
  database.pragma('user_version = 999')
  database.close()
  const before = picture(dir)
  const newer = await refusedStart('--practice', '--data-dir', base, '--port', '0')
  expect([newer.code, newer.stdout]).toEqual([2, ''])
  expect(newer.stderr.trim().split('\n')).toEqual([expect.stringContaining('This data belongs to a newer Dakiya')])
  expect(picture(dir)).toEqual(before)

  writeFileSync(join(base, 'file'), '')
  const unreadable = await refusedStart('--data-dir', join(base, 'file'), '--port', '0')
  expect([unreadable.code, unreadable.stderr]).toEqual([
    2,
    `The data folder ${join(base, 'file')} cannot be used: there is a file of this name.\n`,
  ])
  expect(statSync(join(base, 'file')).size).toBe(0)
})

test('refuses a practice network that is not there', async () => {
  const refused = await refusedStart('--practice-at', 'http://127.0.0.1:9', '--data-dir', scratchDir(), '--port', '0')
  expect([refused.code, refused.stderr]).toEqual([2, 'No practice network answers at http://127.0.0.1:9.\n'])
})
