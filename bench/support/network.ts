// The practice network in a process of its own, as a benchmark needs it: on its own core, quick to answer, forgetting at the end.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface BenchNetwork {
  url: string
  read(): Promise<{ wsUrl: string; ca: string; rootKey: string; filesUrl: string }>
  post(path: string, body: unknown, method?: string): Promise<unknown>
  stop(): Promise<void>
}

/** Starts `out/main/practice.js`; `dir` keeps its state until `stop`. */
export async function startNetwork(): Promise<BenchNetwork> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-bench-'))
  const child = spawn(process.execPath, [join('out', 'main', 'practice.js'), '--data-dir', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await readyOf(child)
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const more =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(url + path, { method, ...more })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    url,
    read: async () => (await call('GET', '/network')) as Awaited<ReturnType<BenchNetwork['read']>>,
    post: (path, body, method = 'POST') => call(method, path, body),
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function readyOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (piece) => {
      text += piece
      const line = text.split('\n').find((candidate) => candidate.includes('"ready"'))
      if (line) resolve(JSON.parse(line).practice)
    })
    child.once('exit', (code) => reject(new Error(`the practice network ended with ${code}`)))
  })
}
