// The log is moved into the file by a thread of its own: it begins anew under a load that never rests, with readers about, and
// when the thread cannot be had; nothing is lost when the program is killed in the midst of it; trouble is told.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, statSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check } from '@main/engine/database/check.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { createReader } from '@main/engine/database/threads/reader.ts'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bundled } from '../../support/bundle.ts'
import { casesOf, seeded, tell } from '../../support/counts.ts'
import { fileIn } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'

const MIB = 2 ** 20
/** The thread comes every 2 MiB; the writer never does it itself. */
const THREAD_ONLY = { thread: 500, writer: Number.MAX_SAFE_INTEGER, step: 50 }
const threadFile = fileURLToPath(
  new URL('../../../src/main/engine/database/threads/checkpoint-worker.ts', import.meta.url),
)

function opened(bounds: Parameters<typeof openDatabase>[2], path = fileIn(scratchDir())): Database {
  const database = openDatabase(path, null, bounds)
  onTestFinished(() => database.close())
  return database
}

const logOf = (database: Database): number => statSync(`${database.path}-wal`).size

/** Commits `count` rows of `bytes` each, one after the other; answers how long the log was at most. */
async function write(database: Database, count: number, from = 0, bytes = 9_000): Promise<number> {
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  let most = 0
  for (let index = from; index < from + count; index += 1) {
    await database.commit(() => put.run(`n${index}`, 'staff', 'x'.repeat(bytes), index))
    if (index % 20 === 0) most = Math.max(most, logOf(database))
  }
  return most
}

test('the log begins anew under a load that never rests', async () => {
  const most = await write(opened(THREAD_ONLY), 3_000)
  console.log(`log at most ${(most / MIB).toFixed(1)} MiB of about 35 written`)
  expect(most).toBeLessThan(20 * MIB)
})

test('readers that come and go keep it no longer than to the higher bound', async () => {
  const database = opened({ ...THREAD_ONLY, writer: 3_000 })
  const reader = createReader(database.path)
  onTestFinished(() => reader.close())
  let [asked, isOver] = [0, false]
  async function read(): Promise<void> {
    while (!isOver) {
      await reader.all('SELECT count(*), sum(length(note)) FROM opt_outs', [])
      asked += 1
    }
  }
  const reading = read()
  const most = await write(database, 2_000)
  isOver = true
  await reading
  expect(asked).toBeGreaterThan(20)
  expect(most).toBeLessThan(24 * MIB)
})

test('a reader of an old instant keeps it as long as it reads; then it begins anew and its file is cut', async () => {
  const database = opened(THREAD_ONLY)
  await write(database, 10)
  const old = new SQLite(database.path, { readonly: true })
  onTestFinished(() => void old.close())
  old.exec('BEGIN')
  const before = old.prepare('SELECT count(*) AS count FROM opt_outs').get()
  expect(await write(database, 800, 10, 90_000)).toBeGreaterThan(70 * MIB)
  expect(old.prepare('SELECT count(*) AS count FROM opt_outs').get()).toEqual(before)
  old.exec('COMMIT')
  await write(database, 500, 1_000)
  expect(logOf(database)).toBeLessThanOrEqual(64 * MIB)
})

test('commits come in their order while the thread is at work', async () => {
  const database = opened({ thread: 8, writer: Number.MAX_SAFE_INTEGER, step: 1 })
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  const order: number[] = []
  const all: Promise<unknown>[] = []
  for (let turn = 0; turn < 400; turn += 1) {
    for (const index of [turn * 3, turn * 3 + 1]) {
      all.push(database.commit(() => put.run(`n${index}`, 'staff', null, index)).then(() => order.push(index)))
    }
    if (turn % 5 === 0) database.now(() => put.run(`now${turn}`, 'staff', null, turn))
    await new Promise(setImmediate)
  }
  await Promise.all(all)
  expect(order).toHaveLength(800)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(database.prepare('SELECT count(*) AS count FROM opt_outs').get()).toEqual({ count: 880 })
})

test('closed while the thread is at work: everything is in the one file that is left', async () => {
  for (let turn = 0; turn < 25; turn += 1) {
    const path = fileIn(scratchDir())
    const database = openDatabase(path, null, { ...THREAD_ONLY, thread: 40, step: 1 })
    const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
    for (let index = 0; index < 60 + turn * 4; index += 1)
      await database.commit(() => put.run(`n${index}`, 'staff', 'x'.repeat(9_000), index))
    void database.commit(() => put.run('last', 'staff', null, 1))
    database.close()
    expect(existsSync(`${path}-wal`)).toBe(false)
    const file = new SQLite(path, { readonly: true })
    expect(file.prepare('SELECT count(*) AS count FROM opt_outs').get()).toEqual({ count: 61 + turn * 4 })
    file.close()
  }
})

test('without the thread the writer does it itself, at a higher bound', async () => {
  // Bundled without the thread's file.
  const { script, drop } = await bundled('test/support/checkpointing.ts')
  onTestFinished(drop)
  const path = fileIn(scratchDir())
  const { stdout, status } = spawnSync(process.execPath, [script, path, '1500', '100', '500'], { encoding: 'utf8' })
  expect(status).toBe(0)
  const longest = Number(/longest (\d+)/.exec(stdout)?.[1])
  expect(longest).toBeGreaterThan(500 * 4096)
  expect(longest).toBeLessThan(1_000 * 4096)
  expect(check(path, 'full').state).toBe('good')
})

test('killed in the midst of it, the program has lost nothing it had told of', { timeout: 1_200_000 }, async () => {
  const cases = casesOf(300)
  const { script, drop } = await bundled('test/support/checkpointing.ts', { 'database-checkpoint': threadFile })
  onTestFinished(drop)
  const violations: string[] = []
  let told = 0
  for (let seed = 1; seed <= cases; seed += 1) {
    const path = fileIn(scratchDir())
    openDatabase(path).close()
    // Passes follow on each other at once.
    const child = spawn(process.execPath, [script, path, '100000', '16', '1000000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const last = await killedAfter(child, 30 + Math.floor(seeded(seed)() * 200))
    const database = openDatabase(path)
    const held = database.prepare<{ at: number }>('SELECT at FROM opt_outs ORDER BY number').all()
    database.close()
    if (held.length < last + 1) violations.push(`seed ${seed}: ${held.length} rows, told of ${last + 1}`)
    if (!held.every(({ at }, index) => at === index)) violations.push(`seed ${seed}: not a first part`)
    const found = check(path, 'full')
    if (found.state !== 'good') violations.push(`seed ${seed}: ${JSON.stringify(found)}`)
    told += last + 1
  }
  tell('T14 killed while the log is moved', cases, violations, `${told} commits told of`)
})

/** Kills `child` when it has told of `count` commits; answers with the last one it told of. */
async function killedAfter(child: ChildProcess, count: number): Promise<number> {
  let said = ''
  child.stdout?.on('data', (piece) => {
    said += piece
    if (child.exitCode === null && Number(said.split('\n').at(-2) ?? 0) >= count) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))
}

test('a damaged file that the thread meets is told as one that the writer meets', async () => {
  const database = opened(THREAD_ONLY)
  await write(database, 40, 1_000_000)
  const seen: string[] = []
  database.onTrouble((trouble) => seen.push(trouble))
  expect(database.emptyLog()).toBe(true)
  // The writer has the first page in its memory and does not look at it again; the thread does.
  const file = openSync(database.path, 'r+')
  writeSync(file, Buffer.alloc(64, 'spoilt'))
  onTestFinished(() => closeSync(file))
  const change = database.prepare('UPDATE opt_outs SET at = at + 1')
  await until('it is told', async () => {
    await database.commit(() => change.run())
    return seen.length > 0
  })
  expect(seen[0]).toBe('damaged')
})

test('a file that cannot grow, met by the thread, is told as a full disk', async (context) => {
  if (process.platform === 'win32') return context.skip('Windows has no bound on a file of one process')
  const { script, drop } = await bundled('test/support/checkpointing.ts', { 'database-checkpoint': threadFile })
  onTestFinished(drop)
  const path = fileIn(scratchDir())
  openDatabase(path).close()
  // No file of this process may pass 3 MiB: the log does not, the data do.
  const bounded = [
    '-c',
    'ulimit -f 6144; exec "$@"',
    'sh',
    process.execPath,
    script,
    path,
    '900',
    '100',
    '1000000',
    '2',
  ]
  const { stdout } = spawnSync('sh', bounded, { encoding: 'utf8', timeout: 60_000 })
  expect(statSync(path).size).toBeGreaterThan(2 * MIB)
  expect(stdout).toContain('storage-full')
})
