// The reading thread: it sees what was committed, cannot write, survives a bad question, and is replaced when it dies.
import { createReader } from '@main/engine/database/threads/reader.ts'
import { expect, onTestFinished, test } from 'vitest'
import { scratchDatabase } from '../../support/scratch.ts'

test('it reads what was just committed, beside the writer', async () => {
  const database = scratchDatabase()
  const reader = createReader(database.path)
  onTestFinished(() => reader.close())
  const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
  for (let index = 0; index < 50; index += 1) {
    await database.commit(() => put.run(`n${index}`, 'staff', null, index))
    const rows = await reader.all<{ number: string }>('SELECT number FROM opt_outs WHERE at >= ? ORDER BY at', [0])
    expect(rows).toHaveLength(index + 1)
    expect(rows.at(-1)?.number).toBe(`n${index}`)
  }
})

test('it cannot write, and a bad question spoils no other', async () => {
  const database = scratchDatabase()
  const reader = createReader(database.path)
  onTestFinished(() => reader.close())
  const answers = await Promise.allSettled([
    reader.all('DELETE FROM opt_outs RETURNING number', []),
    reader.all('SELECT nothing FROM nowhere', []),
    reader.all('SELECT 1 AS one', []),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

test('closed in the midst of a question it answers with an error, and asked again it starts anew', async () => {
  const database = scratchDatabase()
  const reader = createReader(database.path)
  onTestFinished(() => reader.close())
  await reader.all('SELECT 1', [])
  // Long, not endless: a question that SQLite has begun is finished before the thread ends.
  const long =
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n'
  const asked = Promise.allSettled([reader.all(long, []), reader.all(long, [])])
  await reader.close()
  const ended = expect.objectContaining({ message: 'the reading thread ended' })
  expect((await asked).at(-1)).toEqual({ status: 'rejected', reason: ended })
  expect(await reader.all('SELECT 2 AS two', [])).toEqual([{ two: 2 }])
})
