import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Caller } from '@contract/operation.ts'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { page, type Rig, startRig } from '../support/engine.ts'
import { until } from '../support/practice.ts'

const HER = '15551239871'
const OTHER = '15551239872'
const STOPPED = '15551239873'
const BUSY = '15551239874'
let rig: Rig
let shop: string

beforeAll(async () => {
  rig = await startRig()
  shop = await rig.link('15550100001')
})
afterAll(() => rig.close())

type Wish = Parameters<Rig['engine']['operations']['messages']['send']>[0]
const send = (number: string, message: string, more: Partial<Wish> = {}, caller: Caller = page) =>
  rig.engine.operations.messages.send({ number, message, ...more } as Wish, caller)
const erase = (number: string, more: { cancelWaiting?: boolean; keepBackups?: boolean } = {}) =>
  rig.engine.operations.numbers.erase({ number, cancelWaiting: false, keepBackups: false, ...more }, page)
const kept = (number: string) => rig.engine.operations.numbers.kept({ number }, page)

/** Every file of the data folder in which one of `words` stands, in UTF-8 or UTF-16. */
function found(words: readonly string[], dir = rig.dataDir): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(dir, name)
    if (!statSync(path).isFile()) return []
    const bytes = readFileSync(path)
    return words
      .filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')) || name.includes(word))
      .map((word) => `${name}: ${word}`)
  })
}

/** What the database says of the LIDs by which the links know a number. */
function lidsOf(number: string): string[] {
  const file = new SQLite(join(rig.dataDir, 'dakiya.db'), { readonly: true })
  try {
    const rows = file.prepare(`SELECT value FROM auth_keys WHERE type = 'lid-mapping' AND id = ?`).all(number)
    return (rows as { value: string }[]).flatMap(({ value }) => /\d{5,}/.exec(value)?.[0] ?? [])
  } finally {
    file.close()
  }
}

const pdf = (text: string) => Buffer.from(`%PDF-1.4\n${text}\n%%EOF\n`)
const upload = (text: string, name: string) => rig.engine.files.add(Readable.from([pdf(text)]), { name })

test('who is erased is found nowhere in the data folder, and everybody else is untouched', async () => {
  const hers = await upload('only for Zubaida', 'zubaida-invoice.pdf')
  const both = await upload('for everybody', 'prices.pdf')
  const fingerprint = Buffer.alloc(32, 7)
  const once: Caller = { kind: 'page', idempotency: { key: 'order-77', fingerprint } }
  const ids = [
    (await send(HER, 'Dear Zubaidaqx, your wigwamqz ꙮwi is ready')).queueId,
    (await send(HER, 'Your invoice', { fileId: hers.fileId })).queueId,
    (await send(HER, 'Our prices', { fileId: both.fileId })).queueId,
    (await send(HER, 'Once more, Zubaidaqx', {}, once)).queueId,
    (await send(OTHER, 'Dear Omarqx, your kiteqz is ready')).queueId,
    (await send(OTHER, 'Our prices', { fileId: both.fileId })).queueId,
  ]
  for (const id of ids) await rig.ended(id, 'sent')
  const { queueId: failed } = await send(HER, 'Later, Zubaidaqx', { scheduleAt: Date.now() + 86_400_000 })
  await rig.engine.operations.queue.cancel({ queueId: failed }, page)
  await until('she is found by her words', async () => {
    const { total } = await rig.engine.operations.history.list({ q: 'Zubaidaqx', limit: 10 }, page)
    return total === 3
  })
  // The index takes the words in behind the accept; its blocks are what is to be proven.
  await until('her words are in the index', () => {
    const file = new SQLite(join(rig.dataDir, 'dakiya.db'), { readonly: true })
    try {
      return file.prepare(`SELECT 1 FROM message_texts WHERE message_texts MATCH '"zubaidaqx"'`).all().length === 3
    } finally {
      file.close()
    }
  })
  const lids = lidsOf(HER)
  expect(lids).toHaveLength(1)
  await rig.engine.operations.backups.make({}, page)
  // The index keeps parts of three letters; one that begins with a letter of its own stands there whole.
  const words = [HER, 'ꙮ', ...lids, 'Zubaida', 'wigwamqz', 'zubaida-invoice', hers.fileId]
  for (const word of words) expect(found([word]), word).not.toEqual([])
  expect(found([HER]).some((hit) => hit.startsWith('backups'))).toBe(true)
  // Receipts may still come in.
  const stats = async () => {
    const { sent, failed, sentTotal, byDate } = await rig.engine.operations.stats.get({}, page)
    return { sent, failed, sentTotal, byDate }
  }
  const figures = await stats()
  expect(figures.sent).toBe(6)
  expect(await kept(`+${HER}`)).toEqual({
    number: HER,
    messages: 5,
    waiting: 0,
    onTheWay: 0,
    backups: 1,
    putAside: 0,
    isOptedOut: false,
  })

  expect(await erase(`+${HER}`)).toEqual({
    number: HER,
    messages: 5,
    cancelled: 0,
    files: 1,
    backups: 1,
    backupsLeft: 0,
    putAside: 0,
    restartNeeded: false,
    isOptedOut: false,
  })
  expect(found(words)).toEqual([])
  expect(await kept(HER)).toMatchObject({ messages: 0, backups: 1 })
  expect(await rig.engine.operations.history.list({ q: 'Zubaidaqx', limit: 10 }, page)).toMatchObject({ total: 0 })
  // Nobody else, no file of somebody else's, and not the figures.
  expect(await rig.engine.operations.history.list({ q: 'Omarqx', limit: 10 }, page)).toMatchObject({ total: 1 })
  expect(rig.engine.files.open(hers.fileId)).toBeNull()
  expect(rig.engine.files.open(both.fileId)).toMatchObject({ name: 'prices.pdf' })
  expect(await stats()).toEqual(figures)
  expect(lidsOf(OTHER)).toHaveLength(1)
  // A request told again is still known, so that it makes no second message.
  expect((await send(HER, 'Once more, Zubaidaqx', {}, once)).queueId).toBe(ids[3])

  await rig.restart()
  expect(found(words)).toEqual([])
  await until('the device is back', async () => {
    const { device } = await rig.engine.operations.devices.get({ sessionId: shop }, page)
    return device.status === 'connected'
  })
  // The links begin anew with her, as with anybody.
  for (const to of [HER, OTHER]) {
    const { queueId } = await send(to, 'Good to hear from you again')
    await rig.ended(queueId, 'sent')
    const got = await until('it is read', async () =>
      (await rig.practice.client.messages({ to })).find(({ text }) => text?.startsWith('Good to hear')),
    )
    expect(got).toMatchObject({ copies: 1 })
  }
})

test('a person can be written to again at once, without a restart', async () => {
  const number = '15551239875'
  await rig.ended((await send(number, 'before')).queueId, 'sent')
  await erase(number, { keepBackups: true })
  await rig.ended((await send(number, 'after')).queueId, 'sent')
  const texts = await until('both arrived', async () => {
    const all = await rig.practice.client.messages({ to: number })
    return all.length === 2 && all.map(({ text }) => text)
  })
  expect(texts.toSorted()).toEqual(['after', 'before'])
})

test('who opted out stays on that list, without what was noted of them', async () => {
  await rig.engine.operations.optOuts.add({ number: STOPPED, note: 'shouted at Quentinqx' }, page)
  expect(await erase(STOPPED)).toMatchObject({ messages: 0, isOptedOut: true })
  const { optOuts } = await rig.engine.operations.optOuts.list({ limit: 10 }, page)
  expect(optOuts).toMatchObject([{ number: STOPPED, source: 'staff', note: null }])
  expect(found(['Quentinqx'])).toEqual([])
  expect(found([STOPPED]).map((hit) => hit.split(':')[0]?.replace(/^backups.*/, 'backups'))).toContain('dakiya.db')
})

test('what waits refuses the whole until it may be cancelled', async () => {
  await rig.engine.operations.settings.update({ isPaused: true }, page)
  await send(BUSY, 'Waitingqx one')
  await send(BUSY, 'Waitingqx two')
  await expect(erase(BUSY)).rejects.toMatchObject({
    code: 'CONFLICT',
    field: 'cancelWaiting',
    message: '2 messages wait for this number. Cancel them, or say cancelWaiting.',
    details: { waiting: 2 },
  })
  expect(await kept(BUSY)).toMatchObject({ messages: 2, waiting: 2 })
  expect(await erase(BUSY, { cancelWaiting: true })).toMatchObject({ messages: 2, cancelled: 2 })
  expect(await rig.engine.operations.queue.summary({}, page)).toMatchObject({ waiting: 0 })
  await rig.engine.operations.settings.update({ isPaused: false }, page)
  expect(found(['Waitingqx', BUSY])).toEqual([])
  expect(await rig.practice.client.messages({ to: BUSY })).toEqual([])
})

test('backups that are to be kept are counted as what still may hold the person', async () => {
  await rig.ended((await send(OTHER, 'Keepingqx')).queueId, 'sent')
  const { backup } = await rig.engine.operations.backups.make({}, page)
  const { backupsLeft } = await erase(OTHER, { keepBackups: true })
  expect(backupsLeft).toBeGreaterThan(0)
  expect(found(['Keepingqx'])).toEqual([expect.stringContaining(backup.name)])
})

test('what is too large to be written anew at once is so at the next start', async () => {
  const due = join(rig.dataDir, 'dakiya.db.compact')
  writeFileSync(due, '')
  // Whether they read it meanwhile is up to the people.
  const count = async () => (await rig.engine.operations.history.counts({}, page)).total
  const before = await count()
  await rig.restart()
  expect(existsSync(due)).toBe(false)
  expect(await count()).toBe(before)
})

test.each([
  ['15550100001', 'CONFLICT'],
  ['120363000000000001@g.us', 'VALIDATION_ERROR'],
  ['12', 'VALIDATION_ERROR'],
])('%s cannot be erased: %s', async (number, code) => {
  await expect(erase(number)).rejects.toMatchObject({ code })
})
