// What pages are told of changes: each thing once with its newest word, a flood of one noun by its digest alone, and nobody by another's
// fault.
import { type Event, eventSpecs } from '@contract/index.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { createNews } from '@main/engine/news.ts'
import type { Noun } from '@main/engine/noun.ts'
import { expect, test } from 'vitest'
import { changesOf, handClock, scratchDatabase } from '../support/scratch.ts'

const told = (sessionId: string) => ({ type: 'device.removed', value: { sessionId } }) as const
const summary = { waiting: 0, devices: 0, lastLeavesAt: null, isPaused: false }

function setUp() {
  const database = scratchDatabase()
  const clock = handClock()
  const changes = changesOf(database, clock)
  const nouns: Noun[] = [
    {
      changes: {
        devices: (id) => told(id),
        messages: (id) => told(`message ${id}`),
        keys: () => {
          throw new Error('cannot be read')
        },
      },
      digest: { type: 'queue.changed', value: () => summary },
    },
  ]
  const news = createNews({ changes, clock, log: silentLog, nouns })
  const heard: Event[] = []
  const commit = (...rows: [noun: string, id: string][]) =>
    database.now(() => {
      for (const [noun, id] of rows) changes.note(noun, id, 'changed')
    })
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const ids = () => heard.flatMap((event) => (event.type === 'device.removed' ? [event.value.sessionId] : []))
  return { clock, news, heard, commit, turn, ids }
}

test('what changed before somebody listens is not told; after it each thing once, its last word last', async () => {
  const { news, commit, turn, ids, heard } = setUp()
  commit(['devices', 'old'])
  const stop = news.subscribe((event) => heard.push(event))
  commit(['devices', 'a'], ['devices', 'b'])
  commit(['devices', 'a'])
  await turn()
  expect(ids()).toEqual(['b', 'a'])
  stop()
  commit(['devices', 'c'])
  await turn()
  expect(ids()).toEqual(['b', 'a'])
})

test('a flood of one noun is told by the digest alone, and hides nothing of another', async () => {
  const { clock, news, commit, turn, ids, heard } = setUp()
  news.subscribe((event) => heard.push(event))
  commit(...Array.from({ length: 300 }, (_, index): [string, string] => ['messages', String(index)]), ['devices', 'a'])
  await turn()
  expect(ids()).toEqual(['a'])
  clock.pass(eventSpecs['queue.changed'].everyMs ?? 0)
  expect(heard.filter(({ type }) => type === 'queue.changed')).toHaveLength(1)
})

test('a thing that cannot be read keeps no other from being told', async () => {
  const { news, commit, turn, ids, heard } = setUp()
  news.subscribe((event) => heard.push(event))
  commit(['keys', 'k'], ['devices', 'a'])
  await turn()
  expect(ids()).toEqual(['a'])
})
