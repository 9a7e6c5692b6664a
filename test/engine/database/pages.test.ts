// What the pages open with must be found by an index, however many messages there are: the plans of the very conditions that
// history and queue write.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isWaitingSql } from '@main/engine/messages/state/row.ts'
import { expect, test } from 'vitest'
import { scratchDatabase } from '../../support/scratch.ts'

const history = readFileSync(
  fileURLToPath(new URL('../../../src/main/engine/messages/history/history.ts', import.meta.url)),
  'utf8',
)

test('the newest of the history and the head of the queue are found by their indexes', () => {
  const database = scratchDatabase()
  const plan = (sql: string) =>
    database
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join('; ')
  const ended = /const ENDED = `(.+)`/.exec(history)?.[1] ?? ''
  expect(ended).toContain('cancelled')
  const newest = plan(`SELECT * FROM messages WHERE ${ended} ORDER BY created_at DESC, id DESC LIMIT 51`)
  expect(newest).toBe('SCAN messages USING INDEX messages_ended')
  const queue = plan(`SELECT * FROM messages WHERE ${isWaitingSql} AND id > 0 ORDER BY id LIMIT 51`)
  expect(queue).toContain('messages_queue')
})
