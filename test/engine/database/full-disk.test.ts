// T10: a disk that fills up. What cannot be written is answered 507 and not sent; when there is room again everything goes on
// by itself, and each accepted message goes out once. On a real small disk where Linux lets us have one, and with
// SQLite's own bound on the file everywhere.
import { spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createEvents } from '@main/engine/base/events.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { check } from '@main/engine/database/check.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { createStorage } from '@main/engine/messages/state/storage.ts'
import { createStore } from '@main/engine/messages/state/store.ts'
import { test } from 'vitest'
import { casesOf, seeded, tell } from '../../support/counts.ts'
import { fileIn } from '../../support/data.ts'
import { linked } from '../../support/link.ts'
import { type Headless, startHeadlessUnder, startPracticeProcess } from '../../support/program.ts'
import { handClock, scratchDir } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'

const mayMount =
  process.platform === 'linux' && spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs t /mnt']).status === 0

const CASES_A_DISK = 5
/** They mostly wait. */
const DISKS_AT_ONCE = 4
/** Length of the name that a text begins with. */
const NAME_LETTERS = 12

/** Leaves `free` bytes of the disk that `dir` is on. */
function fillTo(dir: string, free: number): void {
  const handle = openSync(join(dir, 'filler'), 'w')
  try {
    const { bavail, bsize } = statfsSync(dir)
    const block = Buffer.alloc(Math.max(0, bavail * bsize - free), 1)
    for (let done = 0; done < block.length; ) done += writeSync(handle, block, done)
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ENOSPC') throw cause
  } finally {
    closeSync(handle)
  }
}

const received = async (app: Headless): Promise<Map<string, number>> => {
  const answer = await fetch(`${app.practice}/messages`)
  const { messages } = (await answer.json()) as { messages: { text: string; copies: number }[] }
  const seen = new Map<string, number>()
  for (const { text, copies } of messages) {
    const name = text.slice(0, NAME_LETTERS)
    seen.set(name, (seen.get(name) ?? 0) + copies)
  }
  return seen
}

/** Fills the disk for each seed and frees it again, on a program and a disk of its own. */
async function fillAndFree(
  seeds: readonly number[],
): Promise<{ violations: string[]; full: number; accepted: number }> {
  const inner = scratchDir()
  const practice = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const under = ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=48m t ${inner} && exec "$@"`, 'sh']
  const flags = ['--practice-at', practice, '--issue-api-key', '--data-dir', inner, '--log-level', 'warn']
  const app = { ...(await startHeadlessUnder(under, ...flags)), practice }
  // The small disk is seen by that process alone; its eyes are borrowed.
  const disk = `/proc/${app.pid}/root${inner}`
  await linked(app)
  const violations: string[] = []
  const accepted: string[] = []
  let full = 0
  for (const seed of seeds) {
    const random = seeded(seed)
    fillTo(disk, Math.floor(random() * 200_000))
    let isFull = false
    for (let index = 0; index < 1_500 && !isFull; index += 1) {
      const name = `r${String(seed).padStart(4, '0')}-${String(index).padStart(6, '0')}`
      const number = `1555300${1000 + ((seed * 31 + index) % 9000)}`
      const answer = await app.call('POST', '/send', { number, message: `${name}${'x'.repeat(3_800)}` })
      if (answer.http === 200) accepted.push(name)
      else if (answer.http === 507 && answer.code === 'STORAGE_FULL') isFull = true
      else violations.push(`seed ${seed}: ${answer.http} ${JSON.stringify(answer)}`)
    }
    if (isFull) full += 1
    else violations.push(`seed ${seed}: never full`)
    const settings = await app.call('PATCH', '/settings', { dailyLimit: 0 })
    if (settings.http !== 200 && settings.http !== 507) violations.push(`seed ${seed}: settings ${settings.http}`)
    rmSync(join(disk, 'filler'), { force: true })
    const isEmpty = async () => (await app.call<{ total: number }>('GET', '/queue?limit=1')).total === 0
    await until(`seed ${seed}: an empty queue`, isEmpty, 60_000).catch((late) => violations.push(String(late)))
    if (violations.length > 2) break
  }
  const seen = await received(app)
  const twice = [...seen].filter(([, copies]) => copies > 1).map(([name]) => name)
  const lost = accepted.filter((name) => !seen.has(name))
  const strange = [...seen.keys()].filter((name) => !accepted.includes(name))
  if (twice.length > 0) violations.push(`seen twice: ${twice.slice(0, 3)}`)
  if (lost.length > 0) violations.push(`${lost.length} never sent: ${lost.slice(0, 3)}`)
  if (strange.length > 0) violations.push(`${strange.length} sent but refused: ${strange.slice(0, 3)}`)
  await app.call('PATCH', '/settings', { isPaused: true })
  // SQLite follows the borrowed eyes' link home; a copy it can open.
  const copy = fileIn(scratchDir())
  for (const end of ['', '-wal']) copyFileSync(`${join(disk, 'practice', 'dakiya.db')}${end}`, `${copy}${end}`)
  const found = check(copy, 'full')
  if (found.state !== 'good') violations.push(`the data are ${JSON.stringify(found)}`)
  await app.end()
  return { violations, full, accepted: accepted.length }
}

test('a full disk: 507, no send unrecorded, and everything goes on by itself', {
  timeout: 3_600_000,
}, async (context) => {
  if (!mayMount) return context.skip('unshare -rm with a tmpfs is not allowed here')
  const cases = casesOf(200)
  const seeds = Array.from({ length: cases }, (_, index) => index + 1)
  const violations: string[] = []
  let [full, accepted] = [0, 0]
  const work = async () => {
    while (seeds.length > 0 && violations.length === 0) {
      const round = await fillAndFree(seeds.splice(0, CASES_A_DISK))
      violations.push(...round.violations)
      full += round.full
      accepted += round.accepted
    }
  }
  await Promise.all(Array.from({ length: DISKS_AT_ONCE }, work))
  tell('T10 full disk', cases, violations, `${full} times full, ${accepted} messages accepted and sent once each`)
})

test('the file may not grow: refused, nothing half written, and it goes on by itself', async () => {
  const cases = casesOf(200)
  const violations: string[] = []
  for (let seed = 1; seed <= cases; seed += 1) {
    const random = seeded(seed)
    const path = fileIn(scratchDir())
    const database = openDatabase(path)
    const clock = handClock()
    const events = createEvents(silentLog)
    const told: boolean[] = []
    events.on('storage.changed', ({ isFull }) => told.push(isFull))
    const storage = createStorage({ database, store: createStore(database), clock, events, log: silentLog })
    const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
    const bound = (pages: number) => database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    const pages = database.prepare<{ page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0
    bound(pages + Math.floor(random() * 60))
    let kept = 0
    for (let index = 0; index < 200; index += 1) {
      const write = () => put.run(`n${index}`, 'staff', 'x'.repeat(3_000), index)
      try {
        if (random() < 0.5) await database.commit(write)
        else database.now(write)
        kept += 1
      } catch (cause) {
        if ((cause as { code?: string }).code !== 'STORAGE_FULL') violations.push(`seed ${seed}: ${cause}`)
      }
    }
    if (!storage.isFull()) violations.push(`seed ${seed}: sending does not rest`)
    clock.pass(5_000)
    // Whatever the storage writes now is written with this or before it.
    await database.commit(() => 0)
    if (!storage.isFull()) violations.push(`seed ${seed}: goes on without room`)
    bound(1_000_000)
    clock.pass(5_000)
    await until('sending goes on', () => !storage.isFull()).catch((late) => violations.push(`seed ${seed}: ${late}`))
    const count = database.prepare<{ count: number }>('SELECT count(*) AS count FROM opt_outs').get()?.count
    if (count !== kept) violations.push(`seed ${seed}: ${count} rows, ${kept} were promised`)
    if (told.join() !== 'true,false') violations.push(`seed ${seed}: told ${told}`)
    storage.close()
    database.close()
    if (check(path, 'full').state !== 'good') violations.push(`seed ${seed}: not sound`)
  }
  tell('T10 bounded file', cases, violations)
})
