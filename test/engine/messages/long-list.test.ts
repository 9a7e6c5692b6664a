// A long list comes in a few rows at a time, and still as a whole or not at all: the program dies around each of its commits, and the
// next start queues all of it or none, with its answer kept or not.
import { systemRandom } from '@main/engine/base/random.ts'
import type { Database } from '@main/engine/database/open.ts'
import { createLongLists, ROWS_A_PIECE } from '@main/engine/messages/queue/long-list.ts'
import { createQueueStore } from '@main/engine/messages/queue/store.ts'
import { createBacklog } from '@main/engine/messages/state/backlog.ts'
import type { NewRow } from '@main/engine/messages/state/row.ts'
import { createStore } from '@main/engine/messages/state/store.ts'
import { expect, test } from 'vitest'
import { changesOf, scratchDatabase } from '../../support/scratch.ts'

const PIECES = 4
const rows: NewRow[] = Array.from({ length: PIECES * ROWS_A_PIECE }, (_, index) => ({
  deviceId: 'd1',
  number: `1555${1000 + index}`,
  text: 'Hello',
  mediaType: null,
  mediaUrl: null,
  fileId: null,
  fileName: null,
  keyId: 'page',
  createdAt: 1,
  scheduledAt: null,
  onAmbiguous: null,
  lateAfterMinutes: null,
  whenLate: null,
}))

function setUp() {
  const database = scratchDatabase()
  database
    .prepare(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('d1', 'Shop', 'linked', 1, 1)`)
    .run()
  const count = (sql: string) =>
    database.prepare<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`).get()?.count
  /** A life of the program; with `diesAt` its Nth commit is the last: `before` it is written, or just after. */
  function live(diesAt = Number.POSITIVE_INFINITY, when: 'before' | 'after' = 'before') {
    let commits = 0
    const never = new Promise<never>(() => undefined)
    const commit: Database['commit'] = async (work) => {
      commits += 1
      if (commits > diesAt || (commits === diesAt && when === 'before')) return await never
      const value = await database.commit(work)
      return commits === diesAt ? await never : value
    }
    const accepted: number[] = []
    const store = createQueueStore(database)
    const backlog = createBacklog(createStore(database))
    const lists = createLongLists({
      store,
      database: { ...database, commit },
      changes: changesOf(database),
      journal: {
        note: (line) => void (line.kind === 'accepted' && accepted.push(...line.ids)),
        digest: () => '',
        keep: () => undefined,
        close: () => undefined,
      },
      backlog,
      random: systemRandom,
      onWriteFailed: (cause) => {
        throw cause
      },
    })
    return { lists, backlog, accepted, commits: () => commits }
  }
  const waiting = () => count(`messages WHERE status = 'pending'`)
  const hidden = () => count(`messages WHERE status = 'incoming'`)
  return { database, live, waiting, hidden, pieces: () => count('incoming') }
}

const accept = (ids: number[]) => ({ answer: ids.length, isReplay: false })

test('all of a list is queued in its order, counted and told', async () => {
  const { database, live, waiting, hidden, pieces } = setUp()
  const { lists, backlog, accepted } = live()
  expect(await lists.add(rows, accept)).toBe(rows.length)
  expect([waiting(), hidden(), pieces(), backlog.of('d1')]).toEqual([rows.length, 0, 0, rows.length])
  expect(accepted).toHaveLength(rows.length)
  const numbers = database.prepare<{ number: string }>('SELECT number FROM messages ORDER BY id').all()
  expect(numbers.map(({ number }) => number)).toEqual(rows.map(({ number }) => number))
  expect(changesOf(database).since(0, 10_000)).toHaveLength(rows.length)
})

test('nobody sees a row of a list that is not accepted yet', async () => {
  const { database, live, waiting } = setUp()
  const { lists } = live()
  let [seen, found]: [unknown, unknown] = [null, null]
  await lists.add(rows, (ids) => {
    seen = waiting()
    found = createStore(database).get(ids[0] ?? 0) ?? null
    return accept(ids)
  })
  expect([seen, found]).toEqual([0, null])
})

test('a list told twice leaves nothing of the second', async () => {
  const { live, waiting, hidden, pieces } = setUp()
  const { lists } = live()
  await lists.add(rows, accept)
  expect(await lists.add(rows, () => ({ answer: 7, isReplay: true }))).toBe(7)
  expect([waiting(), hidden(), pieces()]).toEqual([rows.length, 0, 0])
})

test('what `accept` refuses leaves nothing', async () => {
  const { live, waiting, hidden, pieces } = setUp()
  const refuse = () => {
    throw new Error('another body under this key')
  }
  await expect(live().lists.add(rows, refuse)).rejects.toThrow('another body')
  expect([waiting(), hidden(), pieces()]).toEqual([0, 0, 0])
})

// One commit a piece, the one that accepts, and one a piece to queue.
const COMMITS = PIECES + 1 + PIECES
const deaths = Array.from({ length: COMMITS }, (_, index) => index + 1).flatMap((nth) =>
  (['before', 'after'] as const).map((when) => [nth, when] as const),
)
test.each(deaths)(
  'a death at commit %i, %s it is written: all or none, and the answer tells which',
  async (nth, when) => {
    const { live, waiting, hidden, pieces } = setUp()
    const { lists, commits } = live(nth, when)
    let isAccepted = false
    void lists.add(rows, (ids) => {
      isAccepted = true
      return accept(ids)
    })
    await expect.poll(commits).toBe(nth)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const next = live()
    expect(await next.lists.finish()).toEqual(nth > PIECES && isAccepted && waitsFor(nth) ? ['d1'] : [])
    expect([waiting(), hidden(), pieces()]).toEqual([isAccepted ? rows.length : 0, 0, 0])
    expect(next.backlog.of('d1')).toBe(isAccepted ? rows.length : 0)

    /** Whether something was left for the next life to queue. */
    function waitsFor(died: number): boolean {
      return !(died === COMMITS && when === 'after')
    }
  },
)
