// A built headless program in a process of its own, reached as programs reach it: its flags, its ready line, its REST API. Nothing
// else, so that builds of any commit can be set beside each other.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from './figures.ts'
import type { BenchNetwork } from './network.ts'

export interface Program {
  port: number
  key: string
  child: ChildProcess
  /** Epoch ms. */
  startedAt: number
  call<Answer = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer>
  /** Links a device to the practice phone `number`, made if need be; resolves with its sessionId when it is connected. */
  link(number: string): Promise<string>
  stop(): Promise<void>
}

/** Whatever delay, limit or check of hours could hold a message. */
export const FREE = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }

/** Starts `<build>/main/headless.js` on `dataDir` and the practice network; resolves at its ready line. */
export async function startProgram(
  build: string,
  dataDir: string,
  network: BenchNetwork,
  nodeFlags: string[] = [],
): Promise<Program> {
  const startedAt = Date.now()
  const flags = ['--practice-at', network.url, '--issue-api-key', '--port', '0', '--no-open', '--data-dir', dataDir]
  const child: ChildProcess = spawn(
    process.execPath,
    [...nodeFlags, join(build, 'main', 'headless.js'), ...flags, '--log-level', 'error'],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  )
  const ended = once(child, 'exit')
  const early = ended.then(([code]) => Promise.reject(new Error(`the program of ${build} ended with ${code}`)))
  const [line] = (await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, 'data'), early])) as [
    Buffer,
  ]
  early.catch(() => {})
  const { api, apiKey } = JSON.parse(String(line)) as { api: string; apiKey: string }

  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { 'x-api-key': apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const more = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${api}${path}`, { method, headers, ...more })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as Answer
  }

  return {
    port: Number(new URL(api).port),
    key: apiKey,
    child,
    startedAt,
    call,
    async link(number) {
      await network.post('/phones', { number, name: `Phone ${number}` })
      const { device } = await call<{ device: { sessionId: string } }>('POST', '/devices', { name: number })
      const path = `/devices/${device.sessionId}`
      const { qr } = await call<{ qr: string }>('GET', `${path}/qr`)
      await network.post(`/phones/${number}/scan`, { qr })
      const status = async () => (await call<{ device: { status: string } }>('GET', path)).device.status
      await until(async () => (await status()) === 'connected', 60_000, 'linking', 50)
      return device.sessionId
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
