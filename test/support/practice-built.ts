// The practice network as its users have it: bundled, for tests of its thread and of its own process.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPracticeClient } from '@main/practice/client.ts'
import { build } from 'vite'
import { type Practice, until } from './practice.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface Built {
  /** A folder of one's own; goes with `remove`. */
  folder: string
  /** Where practice.js and practice-worker.js lie. */
  out: string
  remove(): void
}

export async function buildPractice(): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'practice-built-'))
  const out = join(folder, 'main')
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': at('src/contract'), '@main': at('src/main') } },
    build: {
      ssr: true,
      target: 'node24',
      outDir: out,
      rolldownOptions: {
        input: { practice: at('src/main/practice.ts'), 'practice-worker': at('src/main/practice/worker.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        external: (id) => !/^[./]|^@contract|^@main/.test(id),
      },
    },
  })
  symlinkSync(at('node_modules'), join(folder, 'node_modules'))
  return { folder, out, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export interface Apart extends Practice {
  child: ChildProcess
}

/** Without this, memory shows when the collector last ran, and not what is held. */
const collecting = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc, 500).unref()']

/** The network in a process of its own; `restart` kills it without warning and starts it on the same port. */
export async function startApart(built: Built, name: string): Promise<Apart> {
  const dataDir = join(built.folder, name)
  const run = async (port: number): Promise<{ child: ChildProcess; url: string }> => {
    const flags = ['--data-dir', dataDir, '--seed', '1', '--port', String(port)]
    const child = spawn(process.execPath, [...collecting, join(built.out, 'practice.js'), ...flags], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    await until('the ready line', () => printed.includes('\n'))
    return { child, url: (JSON.parse(printed) as { practice: string }).practice }
  }
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  const first = await run(0)
  const apart: Apart = {
    ...first,
    dataDir,
    client: createPracticeClient(first.url),
    async restart() {
      await end(apart.child, 'SIGKILL')
      apart.child = (await run(Number(new URL(first.url).port))).child
    },
    close: () => end(apart.child, 'SIGTERM'),
  }
  return apart
}
