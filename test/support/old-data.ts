// The data folders that programs of older commits left in test/fixtures, for tests that open them with the present build: what
// each must be found to hold, a copy to work on, and the present program on that copy with the network that it was linked to.
import { chmodSync, cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { sha256 } from './digests.ts'
import { type Headless, startHeadless, startPracticeProcess } from './program.ts'
import { scratchDir } from './scratch.ts'

const home = fileURLToPath(new URL('../fixtures', import.meta.url))

export interface OldMessage {
  queueId: number
  sessionId: string
  number: string
  text: string | null
  status: string
  outcome: string | null
  hold: string | null
  errorCode: string | null
  waId: string | null
  /** SHA-256 of the stored bytes. */
  content: string | null
  createdAt: number
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
}

/** What must be found again; written with the fixture by `npm run fixture`. */
export interface OldData {
  name: string
  folder: string
  /** The version of the database that it has. */
  schema: number
  /** What a message was made for → the queueIds. */
  roles: Record<string, number[]>
  searches: { q: string; queueId: number }[]
  files: { sent: string; waiting: string }
  keys: { good: string; revoked: string }
  devices: { sessionId: string; name: string; number: string; state: string; removedAt: number | null }[]
  idempotency: { key: string; body: unknown; queueId: number }
  rows: Record<string, number>
  messages: OldMessage[]
  optOuts: { number: string; source: string }[]
  settings: Record<string, unknown>
  /** Rows of each table, by the backup's name. */
  backups: Record<string, Record<string, number>>
  /** The same of the data put aside, by their path below put-aside; and the SHA-256 of each file there. */
  aside: Record<string, Record<string, number>>
  putAside: Record<string, string>
}

export const oldData: OldData[] = readdirSync(home)
  .filter((name) => /^data-.*\.json$/.test(name))
  .sort()
  .map((file) => {
    const name = file.replace('.json', '')
    const manifest = JSON.parse(readFileSync(join(home, file), 'utf8')) as Omit<OldData, 'name' | 'folder'>
    return { ...manifest, name, folder: join(home, name) }
  })

/** A copy that may be written to; gone after the test. */
export function copyOf({ folder }: OldData): string {
  const dir = scratchDir()
  cpSync(folder, dir, { recursive: true })
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  return dir
}

type Answer<Fields> = Fields & { http: number; replayed: boolean }

export interface Opened {
  app: Headless
  /** A REST call, with the fixture's own key unless another is named. */
  call<Fields = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    more?: Record<string, string>,
  ): Promise<Answer<Fields>>
  /** What the practice network's recipients got, by number. */
  arrived(to: string): Promise<{ id: string; text: string | null; copies: number; seq: number }[]>
}

/** Opens a copied folder with the present build, linked to the network whose data lie in it. */
export async function openOld({ keys }: OldData, dir: string, ...flags: string[]): Promise<Opened> {
  const practice = await startPracticeProcess('--port', '0', '--data-dir', join(dir, 'practice', 'network'))
  const app = await startHeadless('--practice-at', practice, '--data-dir', dir, ...flags)
  return {
    app,
    async call<Fields>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await fetch(`${app.api}${path}`, {
        method,
        headers: { 'x-api-key': keys.good, ...type, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const replayed = response.headers.get('idempotency-replayed') === 'true'
      return { ...((await response.json()) as Fields & object), http: response.status, replayed }
    },
    async arrived(to) {
      const { messages } = (await (await fetch(`${practice}/messages?to=${to}`)).json()) as {
        messages: Awaited<ReturnType<Opened['arrived']>>
      }
      return messages
    },
  }
}

/** Every row of every table and the version, as text; what the search index holds by its own means is left out. */
export function allRows(path: string): string {
  return reading(path, (file) => {
    const names = file
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'message_texts_%' ORDER BY name`,
      )
      .pluck()
      .all()
    const rows = names.map((name) => [name, file.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).raw().all()])
    return JSON.stringify([file.pragma('user_version', { simple: true }), rows])
  })
}

/** Rows of the tables of nouns, which no opening may add to or take from. */
export function nounRows(path: string, names: readonly string[]): Record<string, number> {
  return reading(path, (file) =>
    Object.fromEntries(
      names.map((name) => [name, file.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]),
    ),
  )
}

/** WhatsApp id and SHA-256 of the bytes of each message that has them. */
export function letters(path: string): Map<number, { waId: string; content: string }> {
  return reading(path, (file) => {
    const rows = file
      .prepare<[], { id: number; waId: string; content: Buffer }>(
        'SELECT id, wa_id AS waId, content FROM messages WHERE wa_id IS NOT NULL',
      )
      .all()
    return new Map(rows.map(({ id, waId, content }) => [id, { waId, content: sha256(content) }]))
  })
}

function reading<T>(path: string, work: (file: SQLite.Database) => T): T {
  const file = new SQLite(path, { readonly: true })
  try {
    return work(file)
  } finally {
    file.close()
  }
}
