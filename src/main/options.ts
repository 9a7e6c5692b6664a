// Options: flags and environment to what the program shall do. Each flag has a twin in the environment (`--data-dir` is
// DAKIYA_DATA_DIR); the flag wins. Pure, so that it can be tried without a process.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  /** Where this profile's data lies; a practice profile has a folder of its own. */
  profileDir: string
  isPractice: boolean
  /** Of the REST API and the page; 0 = any free one. */
  port: number
  /** Of the practice network's control API; 0 = any free one. */
  practicePort: number
  /** A practice network that runs already; null = our own. */
  practiceAt: string | null
  restore: string | null
  issueApiKey: boolean
  logLevel: string
  /** Whether a browser may be opened. */
  mayOpen: boolean
}

/** The program cannot start; its message is the one sentence that says why. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}

export const DEFAULT_PORT = 4780
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

const flags = {
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  practice: { type: 'boolean' },
  'practice-port': { type: 'string' },
  'practice-at': { type: 'string' },
  restore: { type: 'string' },
  'issue-api-key': { type: 'boolean' },
  'log-level': { type: 'string' },
  'no-open': { type: 'boolean' },
} as const
type Flag = keyof typeof flags

/** @throws CannotStart for an unknown flag or a value that cannot be read */
export function readOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Options {
  const given = parsed(args)
  const text = (flag: Flag) => {
    const value = given[flag] ?? env[envName(flag)]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const isOn = (flag: Flag) => given[flag] === true || isTrue(flag, env[envName(flag)])

  const practiceAt = loopback(text('practice-at'))
  const isPractice = practiceAt !== null || isOn('practice')
  const dataDir = resolve(text('data-dir') ?? defaultDataDir(env, platform))
  return {
    profileDir: isPractice ? join(dataDir, 'practice') : dataDir,
    isPractice,
    port: portOf('port', text('port'), DEFAULT_PORT),
    practicePort: portOf('practice-port', text('practice-port'), 0),
    practiceAt,
    restore: text('restore'),
    issueApiKey: isOn('issue-api-key'),
    logLevel: levelOf(text('log-level')),
    mayOpen: !isOn('no-open'),
  }
}

const envName = (flag: Flag) => `DAKIYA_${flag.toUpperCase().replaceAll('-', '_')}`

function parsed(args: readonly string[]): Partial<Record<Flag, string | boolean>> {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split('\n')[0]?.split('. ')[0] ?? '') : ''
    const known = Object.keys(flags).map((flag) => `--${flag}`)
    throw new CannotStart(`${said.replace(/\.$/, '')}. Known flags: ${known.join(', ')}.`, { cause })
  }
}

function isTrue(flag: Flag, value: string | undefined): boolean {
  if (value === undefined || value === '' || value === '0' || value === 'false') return false
  if (value === '1' || value === 'true') return true
  throw new CannotStart(`${envName(flag)} is 1 or 0, not "${value}".`)
}

function portOf(flag: Flag, value: string | null, usual: number): number {
  if (value === null) return usual
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (port <= 65_535) return port
  throw new CannotStart(`--${flag} is a number from 0 to 65535, not "${value}".`)
}

function levelOf(value: string | null): string {
  if (value === null) return 'info'
  if (LOG_LEVELS.includes(value)) return value
  throw new CannotStart(`--log-level is one of ${LOG_LEVELS.join(', ')}, not "${value}".`)
}

/** The practice network is only ever on this PC: nothing may lead a profile elsewhere. */
function loopback(value: string | null): string | null {
  if (value === null) return null
  const url = URL.canParse(value) ? new URL(value) : null
  const isOurs = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url === null || !isOurs)
    throw new CannotStart(`--practice-at is an address on this PC (http://127.0.0.1:PORT), not "${value}".`)
  return url.origin
}

function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env.HOME ?? homedir()
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Dakiya')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dakiya')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'dakiya')
}
