// Restoring: what is restored, what becomes of the present data, and that every refusal changes nothing.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeBackupFolder, placeFor } from '@main/engine/database/backups/backup-files.ts'
import { copyData } from '@main/engine/database/backups/copy.ts'
import { makeSafe, stagedFile } from '@main/engine/database/backups/restore.ts'
import { DataRefused, readyData } from '@main/engine/database/backups/startup-check.ts'
import { NEWEST } from '@main/engine/database/migrate.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { contentsOf, fileIn, writeData } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'

const now = Date.UTC(2026, 10, 21, 3, 0, 0)
const asideOf = (dir: string) => join(dir, 'put-aside', readdirSync(join(dir, 'put-aside'))[0] ?? '')

/** Data of 100 rows, backed up, then grown to more. */
async function withBackup(): Promise<{ dir: string; backup: string }> {
  const dir = scratchDir()
  writeData(dir, 100)
  makeBackupFolder(dir)
  const backup = placeFor(dir, 'hourly', now)
  await copyData(fileIn(dir), backup)
  const file = new SQLite(fileIn(dir))
  file.exec(`INSERT INTO opt_outs VALUES ('later', 'staff', NULL, 1)`)
  file.close()
  return { dir, backup }
}

test('a backup takes the place of the data, which are put aside whole', async () => {
  const { dir, backup } = await withBackup()
  const before = contentsOf(fileIn(dir))
  expect(await readyData({ dataDir: dir, profile: 'real', restore: backup, now })).toEqual({ restored: backup })
  const restored = contentsOf(fileIn(dir))
  expect(restored.rows).toEqual({ ...contentsOf(backup).rows, auth_keys: 50, settings: 1 })
  expect(restored.rows.opt_outs).toBe(100)
  expect(contentsOf(join(asideOf(dir), 'dakiya.db')).values).toBe(before.values)
})

test('restored data do not send by themselves and begin new Signal sessions', async () => {
  const { dir } = await withBackup()
  await readyData({ dataDir: dir, profile: 'real', restore: 'latest', now })
  const file = new SQLite(fileIn(dir), { readonly: true })
  expect(file.prepare(`SELECT value FROM settings WHERE name = 'isPaused'`).pluck().get()).toBe('true')
  expect(file.prepare(`SELECT count(*) FROM auth_keys WHERE type = 'session'`).pluck().get()).toBe(0)
  expect(file.prepare(`SELECT count(*) FROM auth_keys WHERE type = 'pre-key'`).pluck().get()).toBe(50)
  file.close()
})

test('an id that was given out after the backup is never given out again, also after a second restore or damage', async () => {
  const { dir, backup } = await withBackup()
  const add = () => {
    const file = new SQLite(fileIn(dir))
    try {
      const sql = `INSERT INTO messages (device_id, number, created_at) SELECT id, '15550001', 1 FROM devices LIMIT 1`
      return Number(file.prepare(sql).run().lastInsertRowid)
    } finally {
      file.close()
    }
  }
  const restore = async (at: number) => await readyData({ dataDir: dir, profile: 'real', restore: backup, now: at })
  const given = [add(), add()]
  await restore(now)
  given.push(add())
  await restore(now + 5_000)
  given.push(add())
  writeFileSync(fileIn(dir), 'no database at all')
  await restore(now + 10_000)
  given.push(add())
  expect(given).toEqual(given.toSorted((a, b) => a - b))
  expect(new Set(given).size).toBe(given.length)
})

test('a name from the list will do, and data that were put aside can be restored with what their WAL holds', async () => {
  const { dir, backup } = await withBackup()
  await readyData({ dataDir: dir, profile: 'real', restore: backup.slice(backup.lastIndexOf('/') + 1), now })
  expect(contentsOf(fileIn(dir)).rows.opt_outs).toBe(100)
  const aside = join(asideOf(dir), 'dakiya.db')
  const open = new SQLite(aside)
  open.exec(`INSERT INTO opt_outs VALUES ('in the wal', 'staff', NULL, 1)`)
  expect(existsSync(`${aside}-wal`)).toBe(true)
  await readyData({ dataDir: dir, profile: 'real', restore: aside, now: now + 5_000 })
  open.close()
  expect(contentsOf(fileIn(dir)).rows.opt_outs).toBe(102)
})

test('a restore broken off at any step is finished by the next start', async () => {
  for (const step of ['staged', 'data moved', 'wal left', 'all moved'] as const) {
    const { dir, backup } = await withBackup()
    await copyData(backup, stagedFile(dir))
    makeSafe(stagedFile(dir))
    const data = fileIn(dir)
    writeFileSync(`${data}-wal`, readFileSync(data))
    if (step !== 'staged') rmSync(data)
    if (step === 'data moved' || step === 'all moved') rmSync(`${data}-wal`)
    await readyData({ dataDir: dir, profile: 'real', restore: null, now })
    expect([step, contentsOf(data).rows.opt_outs]).toEqual([step, 100])
    expect(existsSync(stagedFile(dir))).toBe(false)
  }
})

test('what cannot be restored is refused with one sentence, and nothing changes', async () => {
  const { dir, backup } = await withBackup()
  const before = contentsOf(fileIn(dir)).values
  const other = scratchDir()
  const made = (name: string, make: (path: string) => void) => {
    make(join(other, name))
    return join(other, name)
  }
  const files: [string, RegExp][] = [
    [join(other, 'nowhere.db'), /there is no such file/],
    [other, /no backup of Dakiya/],
    [made('empty.db', (path) => writeFileSync(path, '')), /it is empty/],
    [made('text.db', (path) => writeFileSync(path, 'hello '.repeat(2_000))), /it is damaged/],
    [made('cut.db', (path) => writeFileSync(path, readFileSync(backup).subarray(0, 20_000))), /it is damaged/],
    [made('other.db', (path) => new SQLite(path).exec('CREATE TABLE songs (name)').close()), /no backup of Dakiya/],
    [
      made('newer.db', (path) => {
        copyFileSync(backup, path)
        const file = new SQLite(path)
        file.pragma(`user_version = ${NEWEST + 1}`)
        file.close()
      }),
      /made by a newer Dakiya/,
    ],
    [
      made('practice.db', (path) => {
        copyFileSync(backup, path)
        openDatabase(path, 'practice').close()
      }),
      /were made in practice mode and stay there/,
    ],
  ]
  for (const [path, sentence] of files) {
    const refused = readyData({ dataDir: dir, profile: 'real', restore: path, now })
    await expect(refused, path).rejects.toThrow(DataRefused)
    await expect(refused, path).rejects.toThrow(sentence)
  }
  const bare = scratchDir()
  mkdirSync(bare, { recursive: true })
  await expect(readyData({ dataDir: bare, profile: 'real', restore: 'latest', now })).rejects.toThrow(/there is none/)
  expect(contentsOf(fileIn(dir)).values).toBe(before)
  expect(existsSync(join(dir, 'put-aside'))).toBe(false)
  expect(existsSync(stagedFile(dir))).toBe(false)
})

test('data of a profile stay in its kind, however they came into the folder', async () => {
  for (const [mine, other] of [
    ['real', 'practice'],
    ['practice', 'real'],
  ] as const) {
    const dir = scratchDir()
    openDatabase(fileIn(dir), mine).close()
    openDatabase(fileIn(dir), other).close() // what is written once stays
    await expect(readyData({ dataDir: dir, profile: mine, restore: null, now })).resolves.toBeNull()
    const before = contentsOf(fileIn(dir)).values
    await expect(readyData({ dataDir: dir, profile: other, restore: null, now })).rejects.toThrow(DataRefused)
    expect(contentsOf(fileIn(dir)).values).toBe(before)
  }
})
