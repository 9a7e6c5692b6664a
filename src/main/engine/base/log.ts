// The log: what happened and when, never to whom or what was said.
// Numbers, texts, keys and stanzas do not belong here; ids of ours do. Files turn over by size and the oldest go.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import roll from 'pino-roll'

export type Log = pino.Logger

/** Fields that never reach the log, wherever a careless caller puts them. */
const SECRET_FIELDS = [
  'number',
  'text',
  'message',
  'jid',
  'key',
  'secret',
  'token',
  'apiKey',
  'qr',
  'code',
  'creds',
  'url',
]

/**
 * Opens the log in `dir` (five files of 5 MB) and, where wanted, on stderr.
 * `level` is one of pino's (`info`, `debug`, `silent` …).
 */
export async function openLog(options: { dir: string; level: string; isOnStderr: boolean }): Promise<Log> {
  mkdirSync(options.dir, { recursive: true })
  const file = await roll({ file: join(options.dir, 'dakiya'), extension: '.log', size: '5m', limit: { count: 4 } })
  // A full disk loses lines of the log, never the program: without a listener the stream's error would end the process.
  file.on('error', () => {})
  const streams: pino.StreamEntry[] = [{ level: options.level as pino.Level, stream: file }]
  if (options.isOnStderr) streams.push({ level: options.level as pino.Level, stream: process.stderr })
  const redact = { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '…' }
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact },
    pino.multistream(streams),
  )
}

/** A log that keeps nothing, for tests and tools. */
export const silentLog: Log = pino({ level: 'silent' })
