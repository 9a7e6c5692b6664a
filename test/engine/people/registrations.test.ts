import { createEvents } from '@main/engine/base/events.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { type Ask, createRegistrations, type Lookup } from '@main/engine/people/registrations.ts'
import { createSettings } from '@main/engine/settings/settings.ts'
import { expect, test } from 'vitest'
import { changesOf, handClock, scratchDatabase } from '../../support/scratch.ts'

const DAY_MS = 86_400_000

function setUp() {
  const database = scratchDatabase()
  const clock = handClock()
  const settings = createSettings({
    database,
    changes: changesOf(database),
    events: createEvents(silentLog),
    locale: 'en_PK',
  })
  const asked: string[][] = []
  const answers: Record<string, Lookup> = {
    '923001234567': { onWhatsApp: true, address: '923001234567@s.whatsapp.net' },
    '923000000000': { onWhatsApp: false, address: null },
    '923009999999': { onWhatsApp: null, address: null },
  }
  const ask: Ask = async (numbers) => {
    asked.push([...numbers])
    return new Map(numbers.flatMap((number) => (answers[number] ? [[number, answers[number]]] : [])))
  }
  return { clock, asked, ask, numbers: createRegistrations({ database, clock, settings }) }
}

test('WhatsApp is asked once for what it said, and again for what it did not', async () => {
  const { numbers, ask, asked, clock } = setUp()
  const all = { numbers: ['0300 1234567', '+92 300 0000000', '923009999999', '923001234567'] }
  const { results } = await numbers.check(all, ask)
  expect(results).toEqual([
    { number: '923001234567', onWhatsApp: true, checkedAt: clock.now() },
    { number: '923000000000', onWhatsApp: false, checkedAt: clock.now() },
    { number: '923009999999', onWhatsApp: null, checkedAt: null },
    { number: '923001234567', onWhatsApp: true, checkedAt: clock.now() },
  ])
  await numbers.check(all, ask)
  expect(asked).toEqual([['923001234567', '923000000000', '923009999999'], ['923009999999']])
  expect(numbers.known('923001234567')?.address).toBe('923001234567@s.whatsapp.net')
})

test('a yes is believed for thirty days, a no for one', async () => {
  const { numbers, ask, clock } = setUp()
  await numbers.check({ numbers: ['923001234567', '923000000000'] }, ask)
  clock.pass(DAY_MS - 1)
  expect(numbers.known('923000000000')?.onWhatsApp).toBe(false)
  clock.pass(1)
  expect(numbers.known('923000000000')).toBeNull()
  clock.pass(29 * DAY_MS - 1)
  expect(numbers.known('923001234567')?.onWhatsApp).toBe(true)
  clock.pass(1)
  expect(numbers.known('923001234567')).toBeNull()
})

test.each([
  ['0300-12', 'too short'],
  ['120363012345678901@g.us', 'group'],
])('%s is refused before anybody is asked', async (text, word) => {
  const { numbers, ask, asked } = setUp()
  await expect(numbers.check({ numbers: ['923001234567', text] }, ask)).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    field: 'numbers[1]',
    message: expect.stringContaining(word),
  })
  expect(asked).toEqual([])
})
