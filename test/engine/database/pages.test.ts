// What the pages open with must be found by an index, however many messages there are: the plans of the very conditions that
// history and queue write.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratchDatabase } from '../../support/scratch.ts'

/** A condition of a room's store, as it is written there. */
function conditionIn(room: string, name: string): string {
  const path = fileURLToPath(new URL(`../../../src/main/engine/messages/${room}/store.ts`, import.meta.url))
  return new RegExp(`const ${name} = \`(.+)\``).exec(readFileSync(path, 'utf8'))?.[1] ?? ''
}

test('the newest of the history and the head of the queue are found by their indexes', () => {
  const database = scratchDatabase()
  const plan = (sql: string) =>
    database
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join('; ')
  const ended = conditionIn('history', 'ENDED')
  expect(ended).toContain('cancelled')
  const newest = plan(`SELECT * FROM messages WHERE ${ended} ORDER BY created_at DESC, id DESC LIMIT 51`)
  expect(newest).toBe('SCAN messages USING INDEX messages_ended')
  const waiting = conditionIn('queue', 'WAITING')
  expect(waiting).toContain('processing')
  const queue = plan(`SELECT * FROM messages WHERE ${waiting} AND id > 0 ORDER BY id LIMIT 51`)
  expect(queue).toContain('messages_queue')
})
