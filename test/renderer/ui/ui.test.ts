// The components' pure parts: what a grid's keys do, which rows stay on screen, how marks, days, numbers and times are read.
import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import english from '../../../resources/locales/en/ui.json' with { type: 'json' }
import { waParts } from '../../../src/renderer/ui/bubble/marks.ts'
import { labelled, valueTicks } from '../../../src/renderer/ui/chart/ticks.ts'
import { pastedNumbers, phoneToSend, readPhone, understoodPhone } from '../../../src/renderer/ui/phone/value.ts'
import { frozenRows } from '../../../src/renderer/ui/table/frozen-rows.ts'
import { nextCell } from '../../../src/renderer/ui/table/grid-keys.ts'
import {
  idsBetween,
  isSelected,
  noSelection,
  selectedCount,
  withRows,
} from '../../../src/renderer/ui/table/selection.ts'
import { dateOf, presetOf, presetRange } from '../../../src/renderer/ui/time/day-range.ts'
import { formatFuture, formatPast } from '../../../src/renderer/ui/time/format.ts'

const bold = (...parts: unknown[]) => ({ mark: 'bold', parts })

test('marks count only at the edge of words', () => {
  expect(waParts('*Your order* is _ready_')).toEqual([bold('Your order'), ' is ', { mark: 'italic', parts: ['ready'] }])
  expect(waParts('2*3*4 and a_b_c and * no *')).toEqual(['2*3*4 and a_b_c and * no *'])
  expect(waParts('*_both_*')).toEqual([bold({ mark: 'italic', parts: ['both'] })])
  expect(waParts('(*آرڈر*)، ~old~!')).toEqual(['(', bold('آرڈر'), ')، ', { mark: 'strike', parts: ['old'] }, '!'])
  expect(waParts('*one\ntwo*')).toEqual(['*one\ntwo*'])
  expect(waParts('```*not bold*\n2```')).toEqual([{ mark: 'mono', parts: ['*not bold*\n2'] }])
  expect(waParts('<b>*x*</b>')).toEqual(['<b>', bold('x'), '</b>'])
})

test('text without marks comes back whole, however odd', () => {
  for (const text of ['', '***', '*', '``````', '_ _', '~~', 'a*', '* a*', '👩‍👩‍👧 ok'])
    expect(
      waParts(text)
        .map((part) => (typeof part === 'string' ? part : 'mark'))
        .join(''),
      text,
    ).toBe(text)
})

interface Row {
  id: string
  value?: number
}
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }))
const idOf = (row: Row) => row.id
const shownIds = (list: readonly Row[]) => list.map(idOf).join('')

test('a held table keeps its rows: news is counted, what left stays greyed, the end may grow', () => {
  const frozen = frozenRows(rows('a', 'b', 'c'), rows('x', 'y', 'a', 'c', 'd'), idOf)
  expect(shownIds(frozen.rows)).toBe('abcd')
  expect([...frozen.gone]).toEqual(['b'])
  expect(frozen.news).toBe(2)
})

test('a held row shows its newest value', () => {
  const frozen = frozenRows<Row>([{ id: 'a', value: 1 }], [{ id: 'a', value: 2 }], idOf)
  expect(frozen).toMatchObject({ rows: [{ id: 'a', value: 2 }], news: 0 })
  expect(frozen.gone.size).toBe(0)
})

test('when everything left, nothing moves and the rest is news', () => {
  expect(frozenRows(rows('a'), rows('b', 'c'), idOf)).toMatchObject({ rows: [{ id: 'a' }], news: 2 })
})

test('the grid goes by cell, by row, by screen and to its ends', () => {
  const size = { rows: 100, columns: 5, page: 10, isRightToLeft: false, hasHead: true }
  const from = { row: 50, column: 2 }
  expect(nextCell(from, 'ArrowDown', false, size)).toEqual({ row: 51, column: 2 })
  expect(nextCell(from, 'ArrowRight', false, size)).toEqual({ row: 50, column: 3 })
  expect(nextCell(from, 'ArrowRight', false, { ...size, isRightToLeft: true })).toEqual({ row: 50, column: 1 })
  expect(nextCell(from, 'PageUp', false, size)).toEqual({ row: 40, column: 2 })
  expect(nextCell({ row: 95, column: 2 }, 'PageDown', false, size)).toEqual({ row: 99, column: 2 })
  expect(nextCell(from, 'Home', false, size)).toEqual({ row: 50, column: 0 })
  expect(nextCell(from, 'End', true, size)).toEqual({ row: 99, column: 4 })
  expect(nextCell({ row: 0, column: 0 }, 'ArrowUp', false, size)).toEqual({ row: -1, column: 0 })
  expect(nextCell({ row: 0, column: 0 }, 'ArrowUp', false, { ...size, hasHead: false })).toEqual({ row: 0, column: 0 })
  expect(nextCell(from, 'x', false, size)).toBeUndefined()
})

test('a selection of all remembers who was left out', () => {
  const all = { isAll: true, ids: new Set<string>() }
  const but = withRows(all, ['7'], false)
  expect([isSelected(but, '7'), isSelected(but, '8'), selectedCount(but, 1204)]).toEqual([false, true, 1203])
  expect(selectedCount(withRows(but, ['7'], true), 1204)).toBe(1204)
  expect(selectedCount(withRows(noSelection, ['1', '2'], true), 1204)).toBe(2)
  expect(idsBetween(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(idsBetween(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})

test('charts have five lines at most, of whole round figures, that hold the highest bar', () => {
  for (const most of [0, 1, 2, 3, 4, 5, 7, 9, 10, 13, 41, 88, 99, 100, 101, 999, 12_345, 1_234_567]) {
    const ticks = valueTicks(most)
    expect(ticks.length, String(most)).toBeLessThanOrEqual(5)
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1), String(most)).toBeGreaterThanOrEqual(most)
    expect(ticks.every(Number.isInteger), String(most)).toBe(true)
  }
  for (const length of [1, 7, 8, 9, 28, 31, 365]) {
    const written = Array.from({ length }, (_, index) => labelled(length)(index))
    expect(written.filter(Boolean).length).toBeLessThanOrEqual(8)
    expect(written.at(-1)).toBe(true)
  }
})

test('ranges are whole days of the calendar', () => {
  const now = new Date(2026, 2, 1, 9)
  expect(presetRange('last7', now)).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  expect(presetRange('lastMonth', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(presetRange('yesterday', now)).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  expect(presetOf({ from: '2026-03-01', to: '2026-03-01' }, now)).toBe('today')
  expect(presetOf({}, now)).toBe('allTime')
  expect(dateOf('2026-02-30')).toBeUndefined()
  expect(dateOf('2026-02-28')?.getDate()).toBe(28)
})

test('a pasted number brings its country; what cannot be read stays as typed', () => {
  expect(readPhone('+92 (300) 123-4567', 'US')).toEqual({ country: 'PK', text: '3001234567' })
  expect(readPhone('0092 300 1234567', 'US')).toEqual({ country: 'PK', text: '3001234567' })
  expect(readPhone('‪+92 300 1234567‬', 'US')).toEqual({ country: 'PK', text: '3001234567' })
  expect(readPhone('0300 1234567', 'PK')).toEqual({ country: 'PK', text: '0300 1234567' })
  expect(readPhone('+9', 'PK')).toEqual({ country: 'PK', text: '+9' })
  expect(phoneToSend({ country: 'PK', text: '0300 1234567' })).toBe('+923001234567')
  expect(phoneToSend({ country: 'PK', text: '300-12' })).toBe('+9230012')
  expect(phoneToSend({ country: 'PK', text: '  ' })).toBe('')
  expect(understoodPhone({ country: 'PK', text: '0300 1234567' })).toEqual({
    display: '+92 300 1234567',
    country: 'PK',
  })
  expect(understoodPhone({ country: 'PK', text: '30' })).toBeNull()
  expect(pastedNumbers('+92 300 1234567\n0301-7654321, 0321 5550000;\n')).toHaveLength(3)
})

test('times are told as people say them, in the zone that was given', () => {
  const intl = createIntl({ locale: 'en-GB', timeZone: 'Asia/Karachi', messages: english })
  const now = Date.parse('2026-11-20T14:05:30+05:00')
  const at = (iso: string) => Date.parse(`${iso}+05:00`)
  expect(formatPast(intl, now - 20_000, now)).toBe('just now')
  expect(formatPast(intl, at('2026-11-20T00:01:00'), now)).toBe('00:01')
  expect(formatPast(intl, at('2026-11-19T23:59:00'), now)).toBe('Thu 23:59')
  expect(formatPast(intl, at('2026-11-03T10:00:00'), now)).toBe('3 Nov 2026')
  expect(formatFuture(intl, now + 12_000, now)).toBe('in about 12 s')
  expect(formatFuture(intl, at('2026-11-20T15:40:00'), now)).toBe('about 15:40')
  expect(formatFuture(intl, at('2026-11-21T09:00:00'), now)).toBe('tomorrow 09:00')
  expect(formatFuture(intl, at('2026-11-24T14:00:00'), now)).toBe('Tue 14:00')
})
