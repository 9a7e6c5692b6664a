// T9: a WAL cut or garbled at any byte, as a power cut leaves it. The file opens, is sound, and holds a first part of what was
// committed, in order, and all of it up to the last whole commit.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readyData } from '@main/engine/database/backups/startup-check.ts'
import { check } from '@main/engine/database/check.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { expect, onTestFinished, test } from 'vitest'
import { casesOf, seeded, tell } from '../../support/counts.ts'
import { fileIn } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'

const SNAPSHOTS = 20
const COMMITS_BETWEEN = 15

interface Snapshot {
  db: Buffer
  wal: Buffer
  /** How long the WAL was after each commit so far. */
  ends: number[]
}

/** A database that is written to, and its two files at some instants. */
async function snapshots(): Promise<Snapshot[]> {
  const path = fileIn(scratchDir())
  // The tables are in the file itself; what is torn is what came later.
  openDatabase(path).close()
  const database = openDatabase(path)
  onTestFinished(() => database.close())
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  const taken: Snapshot[] = []
  const ends: number[] = []
  for (let number = 0; number < SNAPSHOTS; number += 1) {
    for (let index = 0; index < COMMITS_BETWEEN; index += 1) {
      const next = ends.length + 1
      await database.commit(() =>
        put.run(`n${String(next).padStart(6, '0')}`, 'staff', 'x'.repeat((next * 37) % 900), next),
      )
      ends.push(statSync(`${path}-wal`).size)
    }
    taken.push({ db: readFileSync(path), wal: readFileSync(`${path}-wal`), ends: [...ends] })
  }
  return taken
}

test('a torn WAL is a first part of what was committed', { timeout: 3_600_000 }, async () => {
  const cases = casesOf(5_000)
  const all = await snapshots()
  const dir = scratchDir()
  const path = fileIn(dir)
  const violations: string[] = []
  let rows = 0
  for (let seed = 1; seed <= cases; seed += 1) {
    const random = seeded(seed)
    const taken = all[Math.floor(random() * all.length)] as Snapshot
    const at = Math.floor(random() * taken.wal.length)
    const isCut = random() < 0.5
    const wal = Buffer.from(isCut ? taken.wal.subarray(0, at) : taken.wal)
    if (!isCut) for (let index = at; index < Math.min(at + 512, wal.length); index += 1) wal[index] = random() * 256
    writeFileSync(path, taken.db)
    writeFileSync(`${path}-wal`, wal)
    writeFileSync(`${path}-shm`, '')
    try {
      await readyData({ dataDir: dir, profile: 'real', restore: null, now: seed })
      const database = openDatabase(path)
      const held = database.prepare<{ at: number }>('SELECT at FROM opt_outs ORDER BY number').all()
      database.close()
      const wholeOnes = taken.ends.filter((end) => end <= at).length
      // Garbled bytes may by chance be what stood there.
      const most = isCut ? wholeOnes : taken.ends.length
      const isPrefix = held.every((row, index) => row.at === index + 1)
      if (!isPrefix || held.length < wholeOnes || held.length > most)
        violations.push(`seed ${seed}: ${held.length} rows of ${taken.ends.length}, ${wholeOnes} were whole`)
      rows += held.length
      const found = check(path, 'full')
      if (found.state !== 'good') violations.push(`seed ${seed}: ${found.state}`)
    } catch (cause) {
      violations.push(`seed ${seed}: ${cause}`)
    }
  }
  tell('T9 torn WAL', cases, violations, `${rows} commits carried over`)
})

test('a WAL that was not torn gives back every commit', async () => {
  const taken = (await snapshots()).at(-1) as Snapshot
  const dir = scratchDir()
  writeFileSync(fileIn(dir), taken.db)
  writeFileSync(`${fileIn(dir)}-wal`, taken.wal)
  await readyData({ dataDir: dir, profile: 'real', restore: null, now: 0 })
  const database = openDatabase(fileIn(dir))
  expect(database.prepare('SELECT count(*) AS count FROM opt_outs').get()).toEqual({ count: taken.ends.length })
  database.close()
})

test('the WAL does not grow past its bound, however much is written', async () => {
  const dir = scratchDir()
  const path = join(dir, 'dakiya.db')
  const database = openDatabase(path)
  onTestFinished(() => database.close())
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  let most = 0
  for (let index = 0; index < 4_000; index += 1) {
    await database.commit(() => put.run(`n${index}`, 'staff', 'x'.repeat(40_000), index))
    if (index % 50 === 0) most = Math.max(most, statSync(`${path}-wal`).size)
  }
  console.log(
    `T14 WAL bound: 4000 cases, ${most <= 64 * 2 ** 20 ? 0 : 1} violations, most ${(most / 2 ** 20).toFixed(1)} MiB`,
  )
  expect(most).toBeLessThanOrEqual(64 * 2 ** 20)
})
