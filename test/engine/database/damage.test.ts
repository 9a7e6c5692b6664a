// T13: bytes changed anywhere in the data. Damage is found before the data are used, the file is put aside, the newest good
// backup is named and works; never an empty start, never a start that breaks again.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeBackupFolder, placeFor } from '@main/engine/database/backups/backup-files.ts'
import { copyData } from '@main/engine/database/backups/copy.ts'
import { noteDamage } from '@main/engine/database/backups/restore.ts'
import { DataRefused, readyData } from '@main/engine/database/backups/startup-check.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { expect, test } from 'vitest'
import { casesOf, seeded, tell } from '../../support/counts.ts'
import { contentsOf, fileIn, writeData } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'

const now = Date.UTC(2026, 10, 21, 3, 0, 0)

/** A sound profile to be copied and harmed. */
async function profile(): Promise<{ dir: string; backup: string }> {
  const dir = scratchDir()
  writeData(dir, 400)
  makeBackupFolder(dir)
  const backup = placeFor(dir, 'hourly', now)
  await copyData(fileIn(dir), backup)
  return { dir, backup }
}

/** A fresh copy of the profile, its backup included. */
function copyOf(origin: { dir: string; backup: string }, to: string): void {
  rmSync(to, { recursive: true, force: true })
  makeBackupFolder(to)
  copyFileSync(fileIn(origin.dir), fileIn(to))
  copyFileSync(origin.backup, placeFor(to, 'hourly', now))
}

/** Changes 1 to 64 bytes in one place, or cuts the file there. */
function harm(path: string, random: () => number): string {
  const at = Math.floor(random() * statSync(path).size)
  if (random() < 0.1) {
    truncateSync(path, at)
    return `cut at ${at}`
  }
  const count = 1 + Math.floor(random() * (random() < 0.5 ? 1 : 64))
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256))), 0, count, at)
  closeSync(handle)
  return `${count} bytes at ${at}`
}

/** A start: opens the data as the engine does and gives them back closed. */
async function start(dir: string, restore: string | null = null): Promise<void> {
  await readyData({ dataDir: dir, profile: 'real', restore, now })
  openDatabase(fileIn(dir)).close()
}

test('changed bytes are found or harmless; never a crash loop, never silently empty', {
  timeout: 3_600_000,
}, async () => {
  const cases = casesOf(1_000)
  const origin = await profile()
  const right = contentsOf(fileIn(origin.dir))
  const violations: string[] = []
  const count = { found: 0, harmless: 0, value: 0 }
  const dir = join(scratchDir(), 'case')
  for (let seed = 1; seed <= cases; seed += 1) {
    copyOf(origin, dir)
    const what = `seed ${seed}: ${harm(fileIn(dir), seeded(seed))}`
    try {
      await start(dir)
      const { rows, values } = contentsOf(fileIn(dir))
      if (JSON.stringify(rows) !== JSON.stringify(right.rows)) violations.push(`${what}: rows are missing`)
      // SQLite keeps no sums of its pages: a letter changed inside a text is a text like any other.
      else if (values === right.values) count.harmless += 1
      else count.value += 1
    } catch (cause) {
      if (!(cause instanceof DataRefused)) {
        violations.push(`${what}: ${cause}`)
        continue
      }
      count.found += 1
      if (!/put aside in .*start with --restore latest to go on with the backup of/.test(cause.message))
        violations.push(`${what}: said "${cause.message}"`)
      if (!existsSync(join(dir, 'put-aside', readdirSync(join(dir, 'put-aside'))[0] ?? '', 'dakiya.db')))
        violations.push(`${what}: not put aside`)
      // Nobody restores: the next start says it again.
      const again = await start(dir).catch((refusal: unknown) => refusal)
      if (!(again instanceof DataRefused)) violations.push(`${what}: the second start gave ${again}`)
      await start(dir, 'latest')
      if (contentsOf(fileIn(dir)).rows.messages !== right.rows.messages) violations.push(`${what}: restored too little`)
    }
  }
  const { found, harmless, value } = count
  tell('T13 byte flips', cases, violations, `${found} found, ${harmless} harmless, ${value} in a value's own bytes`)
  expect(found).toBeGreaterThan(cases / 5)
})

test('data that are gone are never taken for a first start', async () => {
  const origin = await profile()
  for (const [name, lose] of [
    ['missing', (path: string) => rmSync(path)],
    ['cut to nothing', (path: string) => truncateSync(path, 0)],
  ] as const) {
    const dir = join(scratchDir(), name)
    copyOf(origin, dir)
    lose(fileIn(dir))
    await expect(start(dir), name).rejects.toThrow(/are gone .*--restore latest/)
    await expect(start(dir), name).rejects.toThrow(/are gone .*--restore latest/)
    await start(dir, 'latest')
    expect(contentsOf(fileIn(dir)).rows.messages).toBe(400)
  }
})

test('without a good backup the sentence says so', async () => {
  const origin = await profile()
  const dir = join(scratchDir(), 'bare')
  copyOf(origin, dir)
  for (const name of readdirSync(join(dir, 'backups'))) truncateSync(join(dir, 'backups', name), 9_000)
  truncateSync(fileIn(dir), 9_000)
  await expect(start(dir)).rejects.toThrow(/there is no good backup/)
})

test('a first start is not refused', async () => {
  const dir = join(scratchDir(), 'new')
  mkdirSync(dir)
  await start(dir)
  await start(dir)
})

test('damage that was met while sending is not gone on with', async () => {
  const origin = await profile()
  const dir = join(scratchDir(), 'met')
  copyOf(origin, dir)
  noteDamage(dir, 'database disk image is malformed')
  await expect(start(dir)).rejects.toThrow(/damaged \(database disk image is malformed\) and were put aside/)
  await start(dir, 'latest')
  await start(dir)
})
