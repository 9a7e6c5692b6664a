import { createEvents } from '@main/engine/base/events.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { createOptOuts } from '@main/engine/people/opt-outs.ts'
import { isStopWord } from '@main/engine/people/stop-words.ts'
import { createSettings } from '@main/engine/settings/settings.ts'
import { expect, test } from 'vitest'
import { changesOf, handClock, scratchDatabase } from '../../support/scratch.ts'

const page = { kind: 'page' } as const
const program = { kind: 'key', keyId: 'k', name: 'Till', scopes: ['send'] } as const

function setUp() {
  const database = scratchDatabase()
  const clock = handClock()
  const events = createEvents(silentLog)
  const settings = createSettings({ database, changes: changesOf(database), events, locale: 'en_PK' })
  const open = () => {
    const optOuts = createOptOuts({ database, changes: changesOf(database, clock), clock, settings })
    return { ...optOuts, ...optOuts.handlers }
  }
  const optOuts = open()
  const says = (number: string | null, text: string) => optOuts.heard({ number, text, at: clock.now() })
  return { database, clock, open, says, optOuts }
}

test('a number is on the list in any spelling, until it is taken off', async () => {
  const { optOuts, open } = setUp()
  const { optOut } = await optOuts.add({ number: '0300 1234567', note: 'asked on the phone' }, page)
  expect(optOut).toMatchObject({ number: '923001234567', source: 'staff', note: 'asked on the phone' })
  expect(optOuts.has('923001234567')).toBe(true)
  expect(open().has('923001234567')).toBe(true)
  expect(await optOuts.remove({ number: '+92 300 1234567' }, page)).toEqual({ removed: 1 })
  expect(await optOuts.remove({ number: '+92 300 1234567' }, page)).toEqual({ removed: 0 })
  expect(optOuts.has('923001234567')).toBe(false)
  expect(open().has('923001234567')).toBe(false)
})

test('adding again keeps the first word', async () => {
  const { optOuts, clock } = setUp()
  const first = await optOuts.add({ number: '923001234567' }, program)
  clock.pass(1000)
  expect(await optOuts.add({ number: '923001234567', note: 'again' }, page)).toEqual(first)
  expect(first.optOut.source).toBe('api')
})

test('what is no number is refused', () => {
  const { optOuts } = setUp()
  expect(() => optOuts.add({ number: '0300-12' }, page)).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', field: 'number' }),
  )
})

test('the list is read in pages, newest first, each once', async () => {
  const { optOuts, clock } = setUp()
  for (let i = 0; i < 25; i++) {
    await optOuts.add({ number: `1555010${1000 + i}` }, page)
    if (i % 3 === 0) clock.pass(1)
  }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const answer = await optOuts.list({ limit: 10, cursor }, page)
    expect(answer.total).toBe(25)
    seen.push(...answer.optOuts.map((row) => row.number))
    cursor = answer.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toHaveLength(25)
  expect(new Set(seen).size).toBe(25)
  expect(seen[0]).toBe('15550101024')
})

test('who writes STOP is on the list at once and after a restart', async () => {
  const { optOuts, open, says } = setUp()
  const written = says('923001234567', ' Stop. ')
  expect(optOuts.has('923001234567')).toBe(true)
  await written
  expect(open().has('923001234567')).toBe(true)
  expect((await optOuts.list({ limit: 10 }, page)).optOuts[0]).toMatchObject({ source: 'reply', note: null })
})

test('other words, unknown senders and a closed list add nobody', async () => {
  const { optOuts, says } = setUp()
  await says('923001234567', 'Do not stop, send more')
  await says(null, 'STOP')
  optOuts.close()
  await expect(says('923007654321', 'STOP')).rejects.toThrow('closed')
  expect((await optOuts.list({ limit: 10 }, page)).total).toBe(0)
})

test('a STOP that finds the disk full counts at once and is written when there is room', async () => {
  const { optOuts, open, says, database, clock } = setUp()
  database.prepare("CREATE TRIGGER full BEFORE INSERT ON opt_outs BEGIN SELECT RAISE(FAIL, 'full'); END").run()
  await expect(says('923001234567', 'STOP')).rejects.toThrow('full')
  expect(optOuts.has('923001234567')).toBe(true)
  expect(open().has('923001234567')).toBe(false)
  database.prepare('DROP TRIGGER full').run()
  clock.pass(15_000)
  await database.commit(() => {})
  expect(open().has('923001234567')).toBe(true)
})

test.each([
  'STOP',
  'stop!',
  '*STOP*',
  'Unsubscribe',
  'opt-out',
  'बंद करें',
  'روکیں',
  'توقف',
  'إلغاء الاشتراك',
  'PARAR',
  'Détener',
  'não enviar',
])('“%s” is a stop word', (text) => {
  expect(isStopWord(text)).toBe(true)
})

test.each(['', '.', 'cancel', 'cancel my order', 'stop by the shop tomorrow', 'don’t stop', 'bus stop', 'ok'])(
  '“%s” is not',
  (text) => {
    expect(isStopWord(text)).toBe(false)
  },
)
