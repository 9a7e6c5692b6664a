// Start: joins the engine, the doors and, in a practice profile, the network. Both entries use it; what is different in
// them is only who shows the pages. What can be refused is refused before anything is opened or written.

import { join } from 'node:path'
import { Scope } from '@contract/common.ts'
import { version } from '../../package.json'
import { type Bridge, createBridge } from './doors/bridge/bridge.ts'
import { openPort, type Port } from './doors/http/port.ts'
import { createHttp } from './doors/http/server.ts'
import { createFiles, type Files } from './doors/pages/files.ts'
import { systemClock } from './engine/base/clock.ts'
import { type Log, openLog } from './engine/base/log.ts'
import { systemRandom } from './engine/base/random.ts'
import { warnWithoutSharp } from './engine/base/sharp.ts'
import { DataRefused } from './engine/database/backups/startup-check.ts'
import { DatabaseNewer } from './engine/database/migrate.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import { joinPractice, type Practice } from './join-practice.ts'
import { CannotStart, type Options } from './options.ts'
import { isHeld, openProfile } from './profile.ts'

export interface Running {
  version: string
  /** The REST API's address; null when its port could not be had (the desktop runs on without). */
  api: string | null
  /** A new one-time address of the page; null in the desktop. `forever`: good until used. */
  newLink: ((forever?: boolean) => string) | null
  /** A key with every scope, where one was asked for. */
  apiKey: string | null
  /** The practice network's control address; null in a real profile. */
  practice: string | null
  files: Files
  bridge: Bridge
  log: Log
  /** Ends in order, within 10 s; calling it again waits for the same end. */
  close(): Promise<void>
}

export interface Shell {
  /** Where the pages are shown. */
  kind: 'browser' | 'window'
  /** The folder they were built into. */
  renderer: string
  /** The program cannot go on: says the sentence and ends the process at once, without closing anything. */
  fail: (sentence: string) => void
}

/**
 * @throws CannotStart with the one sentence that says why
 */
export async function start(options: Options, shell: Shell): Promise<Running> {
  const ends: (() => unknown)[] = []
  const close = once(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  try {
    const port = await takePort(options, shell.kind === 'window')
    if (port !== null) ends.push(() => port.close())
    ends.push(openProfile(options.profileDir, options.isPractice))
    const log = await openLog({
      dir: join(options.profileDir, 'logs'),
      level: options.logLevel,
      isOnStderr: shell.kind === 'browser',
    })
    ends.push(() => log.flush())
    warnWithoutSharp(log)
    const practice = options.isPractice ? await joinPractice(options, log) : null
    if (practice !== null) ends.push(() => practice.close())
    const engine = await openEngine(options, practice, log, shell.fail)
    ends.push(() => engine.close())
    return { ...(await openDoors({ options, shell, engine, practice, port, log, ends })), log, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

/** The desktop goes on without its REST API when the port is taken; headless has nothing without it. */
async function takePort({ port, profileDir }: Options, mayDoWithout: boolean): Promise<Port | null> {
  try {
    return await openPort(port)
  } catch (cause) {
    if (isHeld(profileDir)) throw new CannotStart(`Dakiya is already running with the data in ${profileDir}.`)
    if (mayDoWithout) return null
    const { code } = cause as { code?: string }
    const why = code === 'EADDRINUSE' ? 'another program uses it' : `the system refuses it (${code})`
    throw new CannotStart(`Port ${port} cannot be had: ${why}. Choose another with --port.`, { cause })
  }
}

async function openEngine(
  { profileDir, isPractice, restore }: Options,
  practice: Practice | null,
  log: Log,
  fail: Shell['fail'],
): Promise<Engine> {
  try {
    return await createEngine({
      dataDir: profileDir,
      network: practice?.network ?? { kind: 'real' },
      clock: systemClock,
      random: systemRandom,
      log,
      isPractice,
      mediaOrigin: () => practice?.filesUrl() ?? null,
      restore,
      onDamaged: fail,
    })
  } catch (cause) {
    if (cause instanceof DatabaseNewer || cause instanceof DataRefused) throw new CannotStart(cause.message, { cause })
    const { code } = cause as { code?: string }
    if (code?.startsWith('SQLITE_'))
      throw new CannotStart(`The data in ${profileDir} cannot be opened (${code}). Nothing was changed.`, { cause })
    throw cause
  }
}

interface DoorDeps {
  options: Options
  shell: Shell
  engine: Engine
  practice: Practice | null
  port: Port | null
  log: Log
  ends: (() => unknown)[]
}

async function openDoors({ options, shell, engine, practice, port, log, ends }: DoorDeps) {
  const { renderer } = shell
  const api = port === null ? null : `http://127.0.0.1:${port.number}/api`
  const bridge = createBridge({
    engine,
    info: () => ({
      version,
      isPractice: options.isPractice,
      api,
      apiProblem: api === null ? `Another program uses port ${options.port}, so programs cannot reach Dakiya.` : null,
    }),
    practice: practice?.phones ?? null,
    log,
  })
  const signedIn = join(options.profileDir, 'pages.json')
  const ui = shell.kind === 'browser' ? { renderer, bridge, signedIn } : null
  const http = port === null ? null : await createHttp({ engine, port, ui, version, log })
  if (http !== null) ends.push(() => http.close())
  return {
    version,
    api,
    newLink: http?.newLink ?? null,
    apiKey: options.issueApiKey ? engine.keys.issue('Command line', [...Scope.options]).secret : null,
    practice: practice?.url ?? null,
    files: createFiles({ engine, renderer, log }),
    bridge,
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
