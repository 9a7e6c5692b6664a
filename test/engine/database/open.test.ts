import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@main/engine/database/open.ts'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'

const fresh = () => join(mkdtempSync(join(tmpdir(), 'dakiya-')), 'dakiya.db')

test('commits of one turn share a transaction, and a failing one takes back only itself', async () => {
  const database = openDatabase(fresh())
  const put = database.prepare('INSERT INTO settings VALUES (?, ?)')
  const results = await Promise.allSettled([
    database.commit(() => put.run('a', '1')),
    database.commit(() => {
      put.run('b', '2')
      throw new Error('no')
    }),
    database.commit(() => put.run('c', '3')),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(database.prepare<{ name: string }>('SELECT name FROM settings ORDER BY name').all()).toEqual([
    { name: 'a' },
    { name: 'c' },
  ])
  database.close()
})

test('a newer database is refused and left as it is', () => {
  const path = fresh()
  openDatabase(path).close()
  const raw = new SQLite(path)
  raw.pragma('user_version = 999')
  raw.close()
  expect(() => openDatabase(path)).toThrow(/newer Dakiya/)
  const again = new SQLite(path)
  expect(again.pragma('user_version', { simple: true })).toBe(999)
  again.close()
})
