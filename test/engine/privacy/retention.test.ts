import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEvents } from '@main/engine/base/events.ts'
import { openJournal } from '@main/engine/base/journal.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createReader } from '@main/engine/database/threads/reader.ts'
import { createMedia } from '@main/engine/media/media.ts'
import { createPurge } from '@main/engine/messages/history/purge.ts'
import { createHistoryStore } from '@main/engine/messages/history/store.ts'
import { createQueueStore } from '@main/engine/messages/queue/store.ts'
import { createSearch } from '@main/engine/messages/state/search.ts'
import { createRetention } from '@main/engine/privacy/retention.ts'
import { createSettings } from '@main/engine/settings/settings.ts'
import { expect, onTestFinished, test } from 'vitest'
import { changesOf, handClock, scratchDatabase, scratchDir } from '../../support/scratch.ts'

const DAY_MS = 24 * 60 * 60_000
const turn = () => new Promise((resolve) => setTimeout(resolve, 1))

/** The nouns that keep something, on a real database, by a clock in the test's hand. */
function keepers() {
  const database = scratchDatabase()
  const dataDir = scratchDir()
  const clock = handClock()
  const events = createEvents(silentLog)
  const settings = createSettings({ database, changes: changesOf(database), events, locale: null })
  const journal = openJournal({ dir: join(dataDir, 'journal'), clock, log: silentLog })
  const store = createHistoryStore(database, createReader(database.path))
  const media = createMedia({
    database,
    dataDir,
    clock,
    random: systemRandom,
    neededUntil: store.fileNeededUntil,
    keptMs: () => settings.get().keepMediaDays * DAY_MS || Number.POSITIVE_INFINITY,
  })
  const search = createSearch({ database, clock, log: silentLog })
  const purge = createPurge({ database, store, answers: createQueueStore(database), search, clock })
  const messages = {
    async tidy(signal: AbortSignal) {
      const days = settings.get().keepHistoryDays
      return days === 0 ? 0 : await purge.before(clock.now() - days * DAY_MS, signal)
    },
  }
  const changes = changesOf(database, clock)
  const nouns = [media, messages]
  const log = silentLog
  const retention = createRetention({ database, changes, clock, events, log, settings: settings.get, nouns, journal })
  database
    .prepare(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('d1', 'Shop', 'linked', 1, 1)`)
    .run()
  onTestFinished(() => {
    search.close()
    journal.close()
    media.close()
  })

  const insert = database.prepare(
    `INSERT INTO messages (device_id, number, text, status, outcome, created_at, ended_at, scheduled_at, file_id)
     VALUES ('d1', '15551230001', ?, ?, ?, ?, ?, ?, ?)`,
  )
  return {
    database,
    dataDir,
    clock,
    settings,
    journal,
    media,
    search,
    retention,
    add(row: {
      text: string
      status: string
      at: number
      outcome?: string
      endedAt?: number
      scheduledAt?: number
      fileId?: string
    }) {
      const { text, status, at, outcome = null, endedAt = null, scheduledAt = null, fileId = null } = row
      const id = Number(insert.run(text, status, outcome, at, endedAt, scheduledAt, fileId).lastInsertRowid)
      database.prepare(`INSERT INTO message_events VALUES (?, ?, 'moved', NULL)`).run(id, at)
      return id
    },
    texts: () =>
      database
        .prepare<{ text: string }>('SELECT text FROM messages ORDER BY id')
        .all()
        .map(({ text }) => text),
    count: (table: string) =>
      database.prepare<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count,
    /** Lets `ms` pass in small steps, so that what is written in between gets its turns. */
    async live(ms: number, steps = 40) {
      for (let step = 0; step < steps; step += 1) {
        clock.pass(ms / steps)
        await turn()
      }
    },
  }
}

test('the history is kept for ever unless the office says otherwise', async () => {
  const { add, clock, retention, live, texts } = keepers()
  add({ text: 'ancient', status: 'sent', at: clock.now() - 3_000 * DAY_MS })
  retention.start()
  await live(3 * 60 * 60_000)
  expect(texts()).toEqual(['ancient'])
  await retention.stop()
})

test('what ended before the days kept goes with its story and its words; what waits, doubts or came to life later stays', async () => {
  const { database, add, clock, settings, search, retention, live, texts, count } = keepers()
  const at = clock.now() - 40 * DAY_MS
  add({ text: 'old sent', status: 'sent', at })
  add({ text: 'old failed ZXQ', status: 'failed', at, endedAt: at + 5 })
  add({ text: 'old cancelled', status: 'cancelled', at })
  add({ text: 'old waiting', status: 'pending', at })
  add({ text: 'old unconfirmed', status: 'processing', outcome: 'unknown', at })
  add({ text: 'cancelled lately', status: 'cancelled', at, endedAt: clock.now() - DAY_MS })
  add({ text: 'scheduled long ago', status: 'sent', at, scheduledAt: clock.now() - 2 * DAY_MS })
  add({ text: 'new', status: 'sent', at: clock.now() - 29 * DAY_MS })
  const remember = database.prepare('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')
  remember.run('k1', 'old', Buffer.alloc(32), '{}', at)
  remember.run('k1', 'new', Buffer.alloc(32), '{}', clock.now())
  search.nudge()
  await live(2_000)
  expect(count('message_texts')).toBe(8)
  // The one trigram that begins with z, as it stands in the pages of the index.
  const pages = database.prepare<{ block: Buffer }>('SELECT block FROM message_texts_data')
  const holds = (word: string) => pages.all().some(({ block }) => Buffer.from(block).includes(word))
  expect(holds('zxq')).toBe(true)

  settings.update({ keepHistoryDays: 30 })
  retention.start()
  await live(2 * 60_000)
  const left = ['old waiting', 'old unconfirmed', 'cancelled lately', 'scheduled long ago', 'new']
  expect(texts()).toEqual(left)
  expect(count('message_events')).toBe(left.length)
  expect(count('message_texts')).toBe(left.length)
  expect(holds('zxq')).toBe(false)
  const { sql, values } = search.where('old sent')
  expect(database.prepare(`SELECT id FROM messages WHERE ${sql}`).all(...values)).toEqual([])
  expect(database.prepare('SELECT key FROM idempotency').all()).toEqual([{ key: 'new' }])
  await retention.stop()
})

test('a great many go a hundred a commit, each day those that became too old, and a change is heeded at once', async () => {
  const { database, add, clock, settings, retention, live, texts } = keepers()
  database.now(() => {
    for (let index = 0; index < 950; index += 1)
      add({ text: `${index}`, status: 'sent', at: clock.now() - 20 * DAY_MS })
    add({ text: 'nine days', status: 'sent', at: clock.now() - 9 * DAY_MS })
  })
  retention.start()
  settings.update({ keepHistoryDays: 10 })
  let most = 0
  let before = texts().length
  for (let step = 0; step < 200 && texts().length > 1; step += 1) {
    clock.pass(10)
    await turn()
    most = Math.max(most, before - texts().length)
    before = texts().length
  }
  expect(texts()).toEqual(['nine days'])
  expect(most).toBe(100)
  await live(DAY_MS + 60 * 60_000, 100)
  expect(texts()).toEqual([])
  await retention.stop()
})

test('the figures of the days outlive the messages they were counted from', async () => {
  const { database, add, clock, settings, retention, live, texts } = keepers()
  database.prepare(`INSERT INTO message_days VALUES ('2025-01-01', 'd1', 7, 1, 6, 5)`).run()
  add({ text: 'old', status: 'sent', at: clock.now() - 300 * DAY_MS })
  settings.update({ keepHistoryDays: 7 })
  retention.start()
  await live(2 * 60_000)
  expect(texts()).toEqual([])
  expect(database.prepare('SELECT sent, delivered FROM message_days').all()).toEqual([{ sent: 7, delivered: 6 }])
  await retention.stop()
})

test('fewer days than recipients may ask again for is refused', () => {
  const { settings } = keepers()
  expect(() => settings.update({ keepHistoryDays: 3 })).toThrow('The history stays 7 days at least, or 0 for ever.')
  expect(() => settings.update({ keepMediaDays: -1 })).toThrow('Days cannot be negative.')
  expect(settings.get()).toMatchObject({ keepHistoryDays: 0, keepMediaDays: 30, keepJournalDays: 30 })
})

test.each([
  { days: 30, isThere: true },
  { days: 5, isThere: false },
  { days: 0, isThere: true },
])('a file used 10 days ago, with $days days kept: there is $isThere', async ({ days, isThere }) => {
  const { dataDir, add, clock, settings, media, retention, live } = keepers()
  const file = await media.add(Buffer.from('%PDF-1.4\nold\n%%EOF\n'), { name: 'old.pdf' })
  add({ text: 'with a file', status: 'sent', at: clock.now(), endedAt: clock.now(), fileId: file.id })
  clock.pass(10 * DAY_MS)
  settings.update({ keepMediaDays: days })
  retention.start()
  await live(2 * 60_000)
  expect(media.get(file.id) !== null).toBe(isThere)
  expect(existsSync(join(dataDir, 'files', file.id))).toBe(isThere)
  await retention.stop()
})

test('no line of the journal is older than the days kept, and younger ones are all there', async () => {
  const { dataDir, clock, settings, journal, retention, live } = keepers()
  const dir = join(dataDir, 'journal')
  settings.update({ keepJournalDays: 8 })
  retention.start()
  const began = clock.now()
  for (let day = 0; day < 30; day += 1) {
    journal.note({ kind: 'accepted', ids: [day] })
    await live(DAY_MS, 24)
    const read = () =>
      readdirSync(dir)
        .filter((name) => name.endsWith('.jsonl'))
        .flatMap((name) => readFileSync(join(dir, name), 'utf8').trim().split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { at: number; ids: number[] })
    const idsOf = (lines: { ids: number[] }[]) => lines.flatMap(({ ids }) => ids).sort((a, b) => a - b)
    // Lines are written a moment later.
    await expect.poll(() => idsOf(read()).at(-1)).toBe(day)
    const lines = read()
    const kept = idsOf(lines)
    expect(kept).toEqual([...kept.keys()].map((index) => day - kept.length + 1 + index))
    expect(clock.now() - Math.min(...lines.map(({ at }) => at))).toBeLessThanOrEqual(8 * DAY_MS + 60 * 60_000)
    // Three quarters of the time at least.
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(day + 1, 5))
  }
  expect(clock.now() - began).toBe(30 * DAY_MS)
  await retention.stop()
})
