import { readFileSync } from 'node:fs'
import { systemRandom } from '@main/engine/base/random.ts'
import { createKeys } from '@main/engine/keys/keys.ts'
import { expect, test } from 'vitest'
import { changesOf, handClock, scratchDatabase } from '../../support/scratch.ts'

function ring() {
  const database = scratchDatabase()
  const clock = handClock()
  const open = () => {
    const noun = createKeys({ database, changes: changesOf(database, clock), clock, random: systemRandom })
    return { ...noun, ...noun.handlers.keys }
  }
  return { database, clock, open, keys: open() }
}

test('a secret opens as its key and is nowhere in the file', () => {
  const { keys, database } = ring()
  const { key, secret } = keys.create({ name: 'Till', scopes: ['send', 'read'] })
  expect(secret).toMatch(/^dk_[\w-]{43}$/)
  expect(key).toMatchObject({ name: 'Till', startsWith: secret.slice(0, 6), scopes: ['send', 'read'], messages: 0 })
  expect(keys.check(secret)).toEqual({ id: key.id, name: 'Till', scopes: ['send', 'read'] })
  for (const end of ['', '-wal']) {
    expect(readFileSync(database.path + end).includes(secret.slice(6))).toBe(false)
  }
})

test('no other secret opens, however close', () => {
  const { keys } = ring()
  const { secret } = keys.create({ name: 'Till', scopes: ['send'] })
  const last = secret.at(-1) === 'A' ? 'B' : 'A'
  const wrong = [
    '',
    'dk_',
    secret.slice(0, -1),
    `${secret}A`,
    secret.slice(0, -1) + last,
    secret.toLowerCase(),
    'x'.repeat(46),
  ]
  expect(wrong.map((text) => keys.check(text))).toEqual(wrong.map(() => null))
})

test('a revoked key is refused at once and after a restart; its name stays', () => {
  const { keys, open } = ring()
  const till = keys.create({ name: 'Till', scopes: ['send'] })
  const shop = keys.create({ name: 'Shop', scopes: ['read'] })
  expect(keys.revoke({ id: till.key.id })).toEqual({ revoked: 1 })
  expect(keys.check(till.secret)).toBeNull()
  expect(() => keys.revoke({ id: till.key.id })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  const again = open()
  expect(again.check(till.secret)).toBeNull()
  expect(again.check(shop.secret)?.name).toBe('Shop')
  expect(again.list().keys.map((key) => key.name)).toEqual(['Shop'])
  expect(again.nameOf(till.key.id)).toBe('Till')
  expect(again.nameOf('nobody')).toBeNull()
})

test('last use and messages are written within five seconds, not at every call', async () => {
  const { keys, clock, database } = ring()
  const { key, secret } = keys.create({ name: 'Till', scopes: ['send'] })
  const row = database.prepare<{ at: number | null; messages: number }>('SELECT last_used_at AS at, messages FROM keys')
  clock.pass(1000)
  const usedAt = clock.now()
  for (let i = 0; i < 1000; i++) keys.check(secret)
  keys.countMessages(key.id, 22)
  expect(keys.list().keys[0]).toMatchObject({ lastUsedAt: usedAt, messages: 22 })
  clock.pass(4999)
  await database.commit(() => {})
  expect(row.get()).toEqual({ at: null, messages: 0 })
  clock.pass(1)
  await database.commit(() => {})
  expect(row.get()).toEqual({ at: usedAt, messages: 22 })
})

test('closing writes what is not written yet', () => {
  const { keys, open } = ring()
  const { key, secret } = keys.create({ name: 'Till', scopes: ['send'] })
  keys.check(secret)
  keys.countMessages(key.id, 3)
  keys.close()
  expect(open().list().keys[0]).toMatchObject({ messages: 3, lastUsedAt: expect.any(Number) })
})
