// T11: from the first version to the newest, killed at each statement. The rows stay, a copy of the old file is there before
// the first change, and a newer file is not touched by a single byte.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backupsIn } from '@main/engine/database/backups/backup-files.ts'
import { readyData } from '@main/engine/database/backups/startup-check.ts'
import { check } from '@main/engine/database/check.ts'
import { DatabaseNewer, NEWEST } from '@main/engine/database/migrate.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bundled } from '../../support/bundle.ts'
import { tell } from '../../support/counts.ts'
import { fileIn } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'

const first = fileURLToPath(new URL('../../../src/main/engine/database/migrations/001-first.sql', import.meta.url))
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A file as the first version left it, with rows that every later version must carry over. */
function writeFirst(path: string): void {
  const file = new SQLite(path)
  file.pragma('journal_mode = WAL')
  file.exec(readFileSync(first, 'utf8'))
  file.pragma('user_version = 1')
  file.exec(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('d1', 'Shop', 'linked', 1, 1)`)
  const put = file.prepare(
    `INSERT INTO messages (device_id, number, text, status, outcome, wa_id, content, left_at, scheduled_at, created_at)
     VALUES ('d1', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const statuses = ['pending', 'processing', 'sent', 'failed', 'cancelled']
  for (let index = 0; index < 300; index += 1) {
    const status = statuses[index % 5] ?? 'pending'
    const outcome = status === 'processing' && index % 2 === 0 ? 'unknown' : null
    const left = status === 'pending' ? null : index
    put.run(
      `1555${index}`,
      `order ${index}`,
      status,
      outcome,
      left && `3EB0${index}`,
      left && Buffer.from([index % 256]),
      left,
      null,
      index,
    )
  }
  file.exec(`INSERT INTO opt_outs VALUES ('15551', 'reply', NULL, 1)`)
  file.close()
}

/** What no migration may lose. */
function kept(path: string): string {
  const file = new SQLite(path, { readonly: true })
  const messages = file
    .prepare(
      'SELECT id, device_id, number, text, status, wa_id, content, left_at, created_at FROM messages ORDER BY id',
    )
    .raw()
    .all()
  const others = ['devices', 'opt_outs', 'settings', 'keys', 'files'].map((name) =>
    file.prepare(`SELECT count(*) FROM ${name}`).pluck().get(),
  )
  file.close()
  return JSON.stringify([messages, others])
}

test('killed at each statement, a migration loses nothing and the next start finishes it', {
  timeout: 600_000,
}, async () => {
  const { script, drop } = await bundled('test/support/migrating.ts')
  onTestFinished(drop)
  const origin = join(scratchDir(), 'first.db')
  writeFirst(origin)
  const rows = kept(origin)
  const run = (path: string, killAt?: number) => {
    const args = [script, path, ...(killAt === undefined ? [] : [String(killAt)])]
    return spawnSync(process.execPath, args, { encoding: 'utf8' })
  }
  const dir = scratchDir()
  const path = fileIn(dir)
  copyFileSync(origin, path)
  const statements = Number(run(path).stdout)
  expect(statements).toBeGreaterThan(5)
  const violations: string[] = []
  for (let killAt = 1; killAt <= statements; killAt += 1) {
    for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true })
    copyFileSync(origin, path)
    const { signal } = run(path, killAt)
    if (signal !== 'SIGKILL') violations.push(`statement ${killAt}: was not killed`)
    const left = check(path, 'full')
    if (left.state !== 'good' || left.version < 1) violations.push(`statement ${killAt}: left ${JSON.stringify(left)}`)
    if (left.state === 'good' && left.version > 1 && backupsIn(dir).length === 0)
      violations.push(`statement ${killAt}: changed without a copy`)
    openDatabase(path).close()
    const found = check(path, 'full')
    if (found.state !== 'good' || found.version !== NEWEST) violations.push(`statement ${killAt}: ${found.state}`)
    if (kept(path) !== rows) violations.push(`statement ${killAt}: rows differ`)
    const copy = backupsIn(dir)[0]
    if (copy === undefined) violations.push(`statement ${killAt}: no copy of the old file`)
    else if (kept(copy.path) !== rows) violations.push(`statement ${killAt}: the copy is not the old file`)
  }
  tell('T11 migrations', statements, violations)
})

test('a newer file is refused untouched', async () => {
  const dir = scratchDir()
  const path = fileIn(dir)
  openDatabase(path).close()
  const file = new SQLite(path)
  file.pragma(`user_version = ${NEWEST + 1}`)
  file.close()
  const before = [digest(path), readdirSync(dir)]
  await expect(readyData({ dataDir: dir, profile: 'real', restore: null, now: 0 })).rejects.toThrow(DatabaseNewer)
  expect(() => openDatabase(path)).toThrow(DatabaseNewer)
  expect([digest(path), readdirSync(dir)]).toEqual(before)
})
