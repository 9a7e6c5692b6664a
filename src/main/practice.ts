// The practice network alone, in a process of its own: `npm run practice`. Prints one line of JSON when it is ready.
import './practice/people/silence-libsignal.ts'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createNetwork, type NetworkOptions } from './practice/network.ts'

function dataHome(): string {
  if (process.platform === 'win32') return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share')
}

function wholeNumber(name: string, written: string | undefined, most: number): number | undefined {
  if (written === undefined) return undefined
  const value = Number(written)
  if (!/^\d+$/.test(written) || value > most) throw new Error(`--${name} must be a whole number from 0 to ${most}.`)
  return value
}

function readOptions(): NetworkOptions {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, seed: { type: 'string' } },
  })
  const port = wholeNumber('port', values.port, 65_535)
  const seed = wholeNumber('seed', values.seed, Number.MAX_SAFE_INTEGER)
  return {
    dataDir: values['data-dir'] ?? join(dataHome(), 'dakiya', 'practice-network'),
    ...(port !== undefined && { port }),
    ...(seed !== undefined && { seed }),
    log: (event, details) => process.stderr.write(`${JSON.stringify({ at: Date.now(), event, ...details })}\n`),
  }
}

try {
  const network = await createNetwork(readOptions())
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    await network.close()
    process.exit(0)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.stdout.write(`${JSON.stringify({ ready: true, practice: network.url })}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}
