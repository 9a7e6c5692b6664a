// The built program as people and programs run it: a process of its own, known by its ready line, reached over its ports.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { brokenIn } from './journal.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const READY_WITHIN_MS = 60_000
const END_WITHIN_MS = 15_000

/** A program that said it is ready. */
export interface Program<Line> {
  ready: Line
  pid: number
  /** Everything it wrote to stderr so far. */
  errors(): string
  /** SIGTERM, as the system ends it; resolves with its exit code. @throws when its journal tells of a broken promise */
  stop(): Promise<number | null>
  /** SIGKILL, as a power cut ends it. */
  kill(): Promise<void>
}

export interface Headless extends Program<HeadlessLine> {
  /** The page's address, with its one-time token. */
  ui: string
  /** http://127.0.0.1:PPPP/api */
  api: string
  /** A key with every scope. */
  apiKey: string
  /** The control address of the practice network. */
  practice: string
  dataDir: string
}

interface HeadlessLine {
  ready: true
  version: string
  ui: string
  api: string
  apiKey: string
  practice: string
  pid: number
}

export interface HeadlessOptions {
  /** A folder that outlives the process; without it a fresh one, gone after `stop`. */
  dataDir?: string
  /** A practice network that runs already (`startPracticeAlone`). */
  practiceAt?: string
  flags?: readonly string[]
}

/** Starts the program on the practice network, on any free ports. Builds it first if that is needed. */
export async function startHeadless({ dataDir, practiceAt, flags = [] }: HeadlessOptions = {}): Promise<Headless> {
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), 'dakiya-e2e-'))
  const practice = practiceAt === undefined ? ['--practice'] : ['--practice-at', practiceAt]
  const args = [...practice, '--issue-api-key', '--port', '0', '--no-open', '--data-dir', dir, ...flags]
  const program = await start<HeadlessLine>('headless', args, null)
  const { ui, api, apiKey, practice: at } = program.ready
  const stop = async () => {
    const code = await program.stop()
    const broken = brokenIn(join(dir, 'practice'))
    if (dataDir === undefined) rmSync(dir, { recursive: true, force: true })
    if (broken.length > 0) throw new Error(`The journal tells of broken promises: ${broken.slice(0, 5).join('; ')}`)
    return code
  }
  return { ...program, stop, ui, api, apiKey, practice: at, dataDir: dir }
}

/** Starts the practice network alone, so that it outlives the program as WhatsApp would. */
export async function startPracticeAlone(
  seed = 1,
): Promise<Program<{ ready: true; practice: string }> & { url: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-practice-'))
  const args = ['--port', '0', '--seed', String(seed), '--data-dir', dir]
  const program = await start<{ ready: true; practice: string }>('practice', args, dir)
  return { ...program, url: program.ready.practice }
}

async function start<Line>(name: string, args: readonly string[], ownDir: string | null): Promise<Program<Line>> {
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The program could not be built.\n${built.stderr}`)
  const child = spawn(process.execPath, [join(root, 'out/main', `${name}.js`), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pieces: string[] = []
  child.stderr.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
  const errors = () => pieces.join('')
  const ended = once(child, 'exit')
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
    await ended
    clearTimeout(late)
    if (ownDir !== null) rmSync(ownDir, { recursive: true, force: true })
    return child.exitCode
  }
  try {
    const ready = JSON.parse(await firstLine(child)) as Line
    if (child.pid === undefined) throw new Error('It has no pid.')
    return { ready, pid: child.pid, errors, stop: () => end('SIGTERM'), kill: async () => void (await end('SIGKILL')) }
  } catch (cause) {
    await end('SIGKILL')
    throw new Error(`${name} did not become ready.\n${errors()}`, { cause })
  }
}

/** The first line on stdout, or what went wrong before it. */
async function firstLine(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  const lines = createInterface({ input: child.stdout })
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`No line within ${READY_WITHIN_MS} ms.`)), READY_WITHIN_MS)
  try {
    const [line] = (await Promise.race([
      once(lines, 'line', { signal: late.signal }),
      once(child, 'exit', { signal: late.signal }).then(([code]) => {
        throw new Error(`It ended with ${code}.`)
      }),
    ])) as [string]
    return line
  } finally {
    clearTimeout(timer)
  }
}
