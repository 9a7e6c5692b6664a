// T1: a real process that accepts and sends is killed with SIGKILL again and again. The parent keeps what was answered and
// what left; in the end nothing answered is lost, nothing has a second id, and the file is whole.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { build } from 'vite'
import { afterAll, beforeAll, test } from 'vitest'
import { type JournalLine, judge } from '../../../support/checker.ts'
import { cases, report } from '../../../support/delivery/say.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
/** Inside the project, so that the bundle finds the packages. */
const out = join(root, 'node_modules', '.cache', `dakiya-victim-${process.pid}`)
const dir = mkdtempSync(join(tmpdir(), 'dakiya-storm-'))

interface Told {
  kind: 'ready' | 'accepted' | 'letter' | 'drained'
  queueId?: number
  text?: string
  waId?: string
}

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': join(root, 'src/contract'), '@main': join(root, 'src/main') } },
    // All in one file but the native part, so that a life begins quickly.
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: { ssr: 'test/support/delivery/victim.ts', outDir: out, emptyOutDir: false, minify: false },
  })
})
afterAll(() => {
  for (const each of [out, dir]) rmSync(each, { recursive: true, force: true })
})

/** Starts a process; resolves with all it told, killed `afterMs` from its ready line, or when it ends by itself. */
function run(mode: 'run' | 'drain', afterMs: number | null): Promise<Told[]> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [join(out, 'victim.js'), dir, mode], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    let errors = ''
    child.stderr?.on('data', (piece) => {
      errors += piece
    })
    child.stdout?.on('data', (piece) => {
      const wasReady = text.includes('"ready"')
      text += piece
      if (!wasReady && text.includes('"ready"') && afterMs !== null) setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL' && code !== 0) return reject(new Error(`it ended with ${code}: ${errors}`))
      // The last line may be torn.
      const lines = text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean)
      resolve(lines.map((line) => JSON.parse(line) as Told))
    })
  })
}

function journal(): JournalLine[] {
  const files = readdirSync(join(dir, 'journal')).filter((name) => name.endsWith('.jsonl'))
  const age = (name: string) => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0)
  const text = files.toSorted((a, b) => age(b) - age(a)).map((name) => readFileSync(join(dir, 'journal', name), 'utf8'))
  return text
    .join('')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalLine]
      } catch {
        return [] // torn by a kill
      }
    })
}

test('nothing is lost and nothing has a second id', async () => {
  const kills = Number(process.env.KILLS ?? cases(200, 2000))
  const told: Told[] = []
  for (let kill = 0; kill < kills; kill += 1) told.push(...(await run('run', 50 + Math.random() * 100)))
  const last = await run('drain', null)
  told.push(...last)
  const violations: string[] = []
  if (!last.some(({ kind }) => kind === 'drained')) violations.push('the queue did not drain')

  const database = new SQLite(join(dir, 'dakiya.db'))
  const rows = database.prepare('SELECT id, text, status, attempts, wa_id AS waId FROM messages').all() as {
    id: number
    text: string
    status: string
    attempts: number
    waId: string | null
  }[]
  const byText = new Map(rows.map((row) => [row.text, row]))
  const accepted = told.filter(({ kind }) => kind === 'accepted')
  for (const { queueId, text } of accepted) {
    const row = byText.get(text ?? '')
    if (row?.id !== queueId) violations.push(`P1: ${queueId} was answered and is gone`)
    // Three tries whose word was lost with the process: unknown in five minutes.
    const isUnknown = row?.status === 'processing' && row.attempts === 3
    if (row && row.status !== 'sent' && !isUnknown) violations.push(`P7: ${queueId} is ${row.status}`)
  }
  const idOf = new Map<string, string>()
  const letters = told.filter(({ kind }) => kind === 'letter')
  for (const { waId = '', text = '' } of letters) {
    const known = idOf.get(text)
    if (known !== undefined && known !== waId) violations.push(`P3: "${text}" left as ${known} and ${waId}`)
    idOf.set(text, waId)
    if (byText.get(text)?.waId !== waId) violations.push(`P4: "${text}" left and the table does not know its id`)
  }
  for (const row of rows) {
    if (row.status === 'sent' && idOf.get(row.text) !== row.waId)
      violations.push(`P5: ${row.id} is sent and never left`)
  }
  if (database.pragma('integrity_check', { simple: true }) !== 'ok') violations.push('the file is damaged')
  database.close()
  violations.push(...judge(journal()))
  report('T1 kills', kills, violations, `${accepted.length} accepted, ${letters.length} letters`)
}, 3_600_000)
