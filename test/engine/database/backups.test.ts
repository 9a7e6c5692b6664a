// T12: backups taken while others write. Each opens, is sound, and holds exactly the first so-many commits.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pass } from 'node:timers/promises'
import { silentLog } from '@main/engine/base/log.ts'
import { backupsIn, surplus } from '@main/engine/database/backups/backup-files.ts'
import { type Backups, createBackups } from '@main/engine/database/backups/backups.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { casesOf, tell } from '../../support/counts.ts'
import { handClock, scratchDir } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'

const WRITES_A_SECOND = 200
const HOUR_MS = 3_600_000

function open(dir: string): { database: Database; backups: Backups; clock: ReturnType<typeof handClock> } {
  const database = openDatabase(join(dir, 'dakiya.db'))
  const clock = handClock()
  const backups = createBackups({
    database,
    dataDir: dir,
    profile: 'real',
    clock,
    log: silentLog,
    pause: () => {},
    onDamaged: (problem) => {
      throw new Error(problem)
    },
  })
  onTestFinished(async () => {
    await backups.stop()
    database.close()
  })
  return { database, backups, clock }
}

test('a backup under load is one instant of the data, exactly', { timeout: 3_600_000 }, async () => {
  const cases = casesOf(100)
  const dir = scratchDir()
  const { database, backups, clock } = open(dir)
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  // Some weight, so that a copy takes longer than a few writes.
  database.now(() => {
    for (let index = 0; index < 30_000; index += 1) put.run(`old${index}`, 'staff', 'x'.repeat(300), 0)
  })
  let committed = 0
  let isOver = false
  const writing = (async () => {
    const startedAt = performance.now()
    while (!isOver) {
      const next = committed + 1
      await database.commit(() => put.run(`new${next}`, 'staff', null, next))
      committed = next
      const ahead = (committed * 1_000) / WRITES_A_SECOND - (performance.now() - startedAt)
      if (ahead > 0) await pass(ahead)
    }
  })()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const violations: string[] = []
  for (let number = 1; number <= cases; number += 1) {
    clock.pass(1_000)
    const before = committed
    const { path } = await backups.make('manual')
    const after = committed
    const copy = new SQLite(path, { readonly: true })
    const sound = copy.pragma('integrity_check', { simple: true })
    if (sound !== 'ok') violations.push(`backup ${number}: ${sound}`)
    const held = copy.prepare<[], { at: number }>(`SELECT at FROM opt_outs WHERE number LIKE 'new%' ORDER BY at`).all()
    copy.close()
    const isPrefix = held.every(({ at }, index) => at === index + 1)
    if (!isPrefix || held.length < before || held.length > after + 1)
      violations.push(`backup ${number}: ${held.length} rows, between ${before} and ${after}`)
    if (after === before) violations.push(`backup ${number}: nothing was written meanwhile`)
  }
  isOver = true
  await writing
  tell('T12 backups under load', cases, violations, `loop-delay-p99-ms ${(delay.percentile(99) / 1e6).toFixed(1)}`)
})

test('seven hourly and seven daily ones are kept', () => {
  const kinds = ['hourly', 'daily', 'manual', 'update'] as const
  const copies = Array.from({ length: 40 }, (_, index) => ({
    name: `${index}`,
    path: `${index}`,
    madeAt: index,
    kind: kinds[index % 2] ?? 'hourly',
    bytes: 1,
  }))
  const gone = surplus(copies)
  expect(gone).toHaveLength(26)
  expect(Math.max(...gone.map(({ madeAt }) => madeAt))).toBe(25)
})

test('one is made every hour by itself, the first of a day as that day’s; unchanged data are not copied again', async () => {
  const dir = scratchDir()
  const { database, backups, clock } = open(dir)
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  const count = () => backupsIn(dir).length
  backups.start()
  clock.pass(2 * 60_000)
  await until('the first backup', () => count() === 1)
  expect(backupsIn(dir)[0]?.kind).toBe('daily')
  for (let hour = 1; hour <= 3; hour += 1) {
    put.run(`h${hour}`, 'staff', null, hour)
    const { isRunning } = await backups.handlers.backups.list({}, { kind: 'page' })
    expect(isRunning).toBe(false)
    clock.pass(HOUR_MS)
    await until('the next backup', () => count() === 1 + hour)
    await until('rest', async () => !(await backups.handlers.backups.list({}, { kind: 'page' })).isRunning)
  }
  clock.pass(HOUR_MS)
  expect((await backups.handlers.backups.list({}, { kind: 'page' })).isRunning).toBe(false)
  expect(count()).toBe(4)
  expect(backupsIn(dir).map(({ kind }) => kind)).toEqual(['hourly', 'hourly', 'hourly', 'daily'])
  expect(readdirSync(join(dir, 'backups')).filter((name) => name.includes('.part'))).toEqual([])
})

test('a backup that cannot be made is said and leaves nothing behind', async () => {
  const dir = scratchDir()
  const { backups } = open(dir)
  rmSync(join(dir, 'backups'), { recursive: true })
  await expect(backups.make('manual')).rejects.toThrow()
  const { problem, backups: list } = await backups.handlers.backups.list({}, { kind: 'page' })
  expect([problem, list]).toEqual(['failed', []])
})
