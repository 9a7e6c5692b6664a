// Letting go of old messages holds the event loop no longer than its share: a commit ends when its time is up, and the rest goes
// with later ones.
import type { Database } from '@main/engine/database/open.ts'
import { createReader } from '@main/engine/database/threads/reader.ts'
import { createPurge } from '@main/engine/messages/history/purge.ts'
import { createHistoryStore } from '@main/engine/messages/history/store.ts'
import { createQueueStore } from '@main/engine/messages/queue/store.ts'
import { expect, onTestFinished, test } from 'vitest'
import { handClock, scratchDatabase } from '../../support/scratch.ts'

test('slow rows go a few a commit, none is passed over, and younger ones stay', async () => {
  const database = scratchDatabase()
  database
    .prepare(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('d1', 'Shop', 'linked', 1, 1)`)
    .run()
  const add = database.prepare(
    `INSERT INTO messages (device_id, number, text, status, created_at, ended_at) VALUES ('d1', '1555', 'text', 'sent', ?, ?)`,
  )
  database.now(() => {
    for (let index = 0; index < 250; index += 1) add.run(index, index % 10 === 0 ? 5_000 : index)
  })
  const reader = createReader(database.path)
  onTestFinished(() => reader.close())
  const store = createHistoryStore(database, reader)
  const answers = createQueueStore(database)
  // Each look at the clock finds 3 ms gone.
  let elapsed = 0
  const clock = { ...handClock(), elapsed: () => (elapsed += 3), after: (_ms: number, work: () => void) => later(work) }
  const later = (work: () => void) => {
    setImmediate(work)
    return () => {}
  }
  const count = database.prepare<{ count: number }>('SELECT count(*) AS count FROM messages')
  const left = () => count.get()?.count ?? 0
  let most = 0
  const commit: Database['commit'] = async (work) => {
    const before = left()
    const value = await database.commit(work)
    most = Math.max(most, before - left())
    return value
  }
  const dropped = await createPurge({
    database: { ...database, commit },
    store,
    answers,
    search: { renew: async () => undefined },
    clock,
  }).before(1_000)
  expect(dropped).toBe(225)
  expect(left()).toBe(25)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(3)
})
