import { createEvents } from '@main/engine/base/events.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { regionOf } from '@main/engine/settings/locale.ts'
import { createSettings } from '@main/engine/settings/settings.ts'
import { expect, test } from 'vitest'
import { changesOf, scratchDatabase } from '../../support/scratch.ts'

function book(locale: string | null = 'en_PK.UTF-8') {
  const database = scratchDatabase()
  const events = createEvents(silentLog)
  let told = 0
  events.on('settings.changed', () => told++)
  return {
    database,
    events,
    settings: createSettings({ database, changes: changesOf(database), events, locale }),
    told: () => told,
  }
}

test('a new profile has the usual pace and the country of the PC', () => {
  expect(book().settings.get()).toEqual({
    delayMinSeconds: 5,
    delayMaxSeconds: 20,
    hourlyLimit: 100,
    dailyLimit: 1000,
    defaultCountry: 'PK',
    typing: false,
    onAmbiguous: 'resend',
    lateAfterMinutes: 1440,
    whenLate: 'send',
    keepHistoryDays: 0,
    keepMediaDays: 30,
    keepJournalDays: 30,
    isPaused: false,
  })
})

test.each([
  ['en_PK.UTF-8', 'PK'],
  ['ur-Arab-PK', 'PK'],
  ['pt_BR@euro', 'BR'],
  ['es-419', null],
  ['en', null],
  ['C', null],
  ['C.UTF-8', null],
  ['POSIX', null],
  ['', null],
  ['not a locale', null],
  [null, null],
])('the region of the locale %s is %s', (locale, region) => {
  expect(regionOf(locale)).toBe(region)
})

test('the guessed country stays when the language of the PC changes, even a guess of none', () => {
  const { database, events } = book('C')
  expect(
    createSettings({ database, changes: changesOf(database), events, locale: 'de_DE' }).get().defaultCountry,
  ).toBeNull()
})

test('a change holds, is told once and outlives a restart', () => {
  const { settings, database, events, told } = book()
  const before = settings.get()
  const after = settings.update({ delayMinSeconds: 0, delayMaxSeconds: 0.5, isPaused: true, hourlyLimit: undefined })
  expect(after).toEqual({ ...before, delayMinSeconds: 0, delayMaxSeconds: 0.5, isPaused: true })
  expect(settings.get()).toBe(after)
  expect(told()).toBe(1)
  expect(createSettings({ database, changes: changesOf(database), events, locale: 'de_DE' }).get()).toEqual(after)
})

test('a change to the same value tells nobody', () => {
  const { settings, told } = book()
  settings.update({ hourlyLimit: 100 })
  expect(told()).toBe(0)
})

test.each([
  [{ delayMinSeconds: 30 }, 'delayMinSeconds', 'The shortest delay (30 s) is above the longest (20 s).'],
  [{ delayMaxSeconds: 1 }, 'delayMaxSeconds', 'The shortest delay (5 s) is above the longest (1 s).'],
  [{ hourlyLimit: -1 }, 'hourlyLimit', 'A limit cannot be negative.'],
  [{ dailyLimit: 1.5 }, 'dailyLimit', 'A limit is a whole number.'],
  [{ defaultCountry: 'pk' }, 'defaultCountry', 'A country is written with two capital letters, such as PK.'],
])('%o is refused and changes nothing', (patch, field, message) => {
  const { settings, told } = book()
  const before = settings.get()
  expect(() => settings.update(patch)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR', field, message }))
  expect(settings.get()).toBe(before)
  expect(told()).toBe(0)
})
