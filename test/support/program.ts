// Headless as a person starts it: a process of its own, read by its one line and reached through its doors.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { brokenIn } from './journal.ts'

const here = fileURLToPath(new URL('../..', import.meta.url))

export interface ReadyLine {
  ready: true
  version: string
  ui: string
  api: string
  apiKey: string | null
  practice: string | null
  pid: number
}

export interface Headless extends ReadyLine {
  child: ChildProcess
  /** Everything on stdout so far. */
  stdout(): string
  /** Everything on stderr so far. */
  stderr(): string
  /** A REST call with the key of the ready line; `http` is the answer's status. */
  call<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer & { http: number }>
  /**
   * Sends the signal and answers with the exit code, or the signal's name. @throws when the journal of its practice profile
   * tells of a broken promise
   */
  end(signal?: NodeJS.Signals): Promise<number | string | null>
}

function launch(program: 'headless' | 'practice', flags: string[], under: string[] = [], root = here) {
  const script = join(root, 'scripts/run.mjs')
  const [command = '', ...words] = [...under, process.execPath, script, program, ...flags]
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (piece) => {
    stdout += piece
  })
  child.stderr.on('data', (piece) => {
    stderr += piece
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
  })
  return { child, ended, stdout: () => stdout, stderr: () => stderr }
}

/** Starts and waits for the ready line. */
export function startHeadless(...flags: string[]): Promise<Headless> {
  return startHeadlessUnder([], ...flags)
}

/** The same, under another program that becomes this one (`unshare`, a shell's `exec`). */
export const startHeadlessUnder = (under: string[], ...flags: string[]): Promise<Headless> => started({ under }, flags)

/** The same, from another copy of the sources. */
export const startHeadlessOf = (root: string, ...flags: string[]): Promise<Headless> => started({ root }, flags)

async function started({ under, root }: { under?: string[]; root?: string }, flags: string[]): Promise<Headless> {
  const { child, ended, stdout, stderr } = launch('headless', ['--port', '0', '--no-open', ...flags], under, root)
  const line = await Promise.race([
    firstLine(stdout),
    ended.then(([code]) => {
      throw new Error(`headless ended with ${code}: ${stderr()}`)
    }),
  ])
  const ready = JSON.parse(line) as ReadyLine
  return {
    ...ready,
    child,
    stdout,
    stderr,
    async call<Answer>(method: string, path: string, body?: unknown) {
      const response = await fetch(`${ready.api}${path}`, {
        method,
        headers: {
          'x-api-key': ready.apiKey ?? '',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { ...((await response.json()) as Answer & object), http: response.status }
    },
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const [code, by] = await ended
      const broken = brokenIn(join(flags[flags.indexOf('--data-dir') + 1] ?? '', 'practice'))
      if (broken.length > 0) throw new Error(`The journal tells of broken promises: ${broken.slice(0, 5).join('; ')}`)
      return code ?? by
    },
  }
}

/** Starts what must not start, and answers with its exit code and what it said. */
export async function refusedStart(
  ...flags: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { ended, stdout, stderr } = launch('headless', ['--no-open', ...flags])
  const [code] = await ended
  return { code, stdout: stdout(), stderr: stderr() }
}

/** The practice network in a process of its own; answers with its control address. */
export async function startPracticeProcess(...flags: string[]): Promise<string> {
  const { stdout } = launch('practice', flags)
  return (JSON.parse(await firstLine(stdout)) as { practice: string }).practice
}

async function firstLine(stdout: () => string): Promise<string> {
  const endsAt = performance.now() + 90_000
  while (!stdout().includes('\n')) {
    if (performance.now() > endsAt) throw new Error('no line on stdout within 90 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return stdout().split('\n')[0] ?? ''
}
