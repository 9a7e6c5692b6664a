// The schema of a new database stands in one file to be read, so that a change of it shows as one. The file is written by this
// test when asked (`DAKIYA_WRITE_SCHEMA=1`), and compared each time; the program itself knows the migrations only.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '@main/engine/database/open.ts'
import { expect, onTestFinished, test } from 'vitest'
import { fileIn } from '../../support/data.ts'
import { scratchDir } from '../../support/scratch.ts'

const file = fileURLToPath(new URL('../../../src/main/engine/database/schema.sql', import.meta.url))
const COMMAND = 'DAKIYA_WRITE_SCHEMA=1 npx vitest run --project database schema'
const HEAD = `-- What the migrations make of an empty file. Written by a test, never by hand: ${COMMAND}`

/** In the order of names, without what SQLite and its search make for themselves. */
function schema(): string {
  const database = openDatabase(fileIn(scratchDir()), 'practice')
  onTestFinished(() => database.close())
  const found = database
    .prepare<{ sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY tbl_name, type DESC, name`,
    )
    .all()
  return [HEAD, ...found.map(({ sql }) => `${sql};`)].join('\n\n').concat('\n')
}

test('schema.sql is what the migrations make', () => {
  const made = schema()
  if (process.env.DAKIYA_WRITE_SCHEMA === '1') writeFileSync(file, made)
  expect(made, `schema.sql is not what the migrations make: ${COMMAND}`).toBe(readFileSync(file, 'utf8'))
})
