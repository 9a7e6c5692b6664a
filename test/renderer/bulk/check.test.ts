import type { Understood } from '@contract/numbers.ts'
import { readNumber } from '@main/engine/numbers/numbers.ts'
import { type CheckInput, checkRows, countProblems } from '@renderer/bulk/check/check.ts'
import { csvOf } from '@renderer/bulk/check/csv.ts'
import { createTemplate } from '@renderer/bulk/check/template.ts'
import { guessColumns, hasHeading } from '@renderer/bulk/list/columns.ts'
import { parseRows } from '@renderer/bulk/list/parse.ts'
import { isPhoneLike } from '@renderer/bulk/list/phone-like.ts'
import { describe, expect, test } from 'vitest'

const stopped = new Set(['923009999999'])

/** As the engine answers, with its own reading of numbers. */
function understood(written: string): Understood {
  const { number, display, country, problem } = readNumber(written, 'PK')
  return { input: written, number, display, country, problem, isOptedOut: number !== null && stopped.has(number) }
}

const headings = ['Name', 'Mobile', 'Text']
function check(rows: string[][], change: Partial<CheckInput> = {}) {
  return checkRows({
    rows: rows.map((cells, index) => ({ line: index + 2, cells })),
    headings,
    columns: { number: 1, name: 0, message: null },
    message: 'Salam {Name}',
    understood,
    leftOut: new Set(),
    allowed: new Set(),
    ...change,
  })
}

describe('guessing columns', () => {
  const guess = (text: string) => {
    const { rows } = parseRows(text)
    const has = hasHeading(rows)
    return { has, ...guessColumns(has ? rows.slice(1) : rows, has ? (rows[0]?.cells ?? []) : []) }
  }

  test('by what they hold and what they are called', () => {
    const text = 'Id,Name,Mobile,Message\n1000001,Ali,0300 1234567,Hello\n1000002,Sana,+92 301 1234567,Salam\n'
    expect(guess(text)).toEqual({ has: true, number: 2, name: 1, message: 3 })
  })

  test('bare numbers have no heading', () => {
    expect(guess('0300 1234567\n0301 1234567\n')).toEqual({ has: false, number: 0, name: null, message: null })
    expect(guess('Mobile\n0300 1234567\n')).toMatchObject({ has: true, number: 0 })
  })

  test('no column is taken when none looks like numbers', () => {
    expect(guess('Name,City\nAli,Lahore\n').number).toBeNull()
  })

  test.each(['0300 1234567', '+92 (300) 123-4567', '٠٣٠٠١٢٣٤٥٦٧', '9.23001E+11', 'tel:+923001234567', '0300/1234567'])(
    '%s looks like a number',
    (cell) => expect(isPhoneLike(cell)).toBe(true),
  )
  test.each(['', 'Ali', '12.50', '21 Nov 2026', '1234', 'Order 1234567'])('%s does not', (cell) =>
    expect(isPhoneLike(cell)).toBe(false),
  )
})

describe('one text for all', () => {
  test('takes the words of each row, by any writing of the heading', () => {
    const template = createTemplate('Salam {name}, {NAME}! {City} {x}', ['Name', 'City'])
    expect(template.fill(['Ali', 'Lahore'])).toEqual({ text: 'Salam Ali, Ali! Lahore {x}', empty: null })
    expect(template.unknown).toEqual(['x'])
  })

  test('tells which word a row lacks', () => {
    expect(createTemplate('Salam {Name} {City}', ['Name', 'City']).fill(['', '']).empty).toBe(0)
    expect(createTemplate('Salam', ['Name']).fill(['']).empty).toBeNull()
  })

  test('signs of replacement in a cell are letters', () => {
    expect(createTemplate('{Name}', ['Name']).fill(['$& $1']).text).toBe('$& $1')
  })
})

describe('checking rows', () => {
  test('ready ones carry their text and number', () => {
    const { ready, toFix } = check([['Ali', '0300 1234567']])
    expect(toFix).toEqual([])
    expect(ready[0]).toMatchObject({ line: 2, number: '923001234567', text: 'Salam Ali', display: '+92 300 1234567' })
  })

  test('each problem has its kind, its cell and its line', () => {
    const { ready, toFix } = check([
      ['Ali', '0300 1234567'],
      ['Sana', '0300-12'],
      ['', '0301 1234567'],
      ['Omar', '+92 300 1234567'],
      ['Zoya', '0300 9999999'],
      ['Hina', '+92300123456x'],
    ])
    expect(ready.map(({ line }) => line)).toEqual([2])
    expect(toFix.map(({ line, problem }) => ({ line, ...problem }))).toEqual([
      { line: 3, kind: 'number', column: 1, reason: 'Too short' },
      { line: 7, kind: 'number', column: 1, reason: 'Contains a letter' },
      { line: 4, kind: 'empty', column: 0 },
      { line: 5, kind: 'duplicate', column: 1, sameAs: 2 },
      { line: 6, kind: 'opted-out', column: null },
    ])
    expect(countProblems(toFix)).toEqual([
      { kind: 'number', count: 2 },
      { kind: 'empty', count: 1 },
      { kind: 'duplicate', count: 1 },
      { kind: 'opted-out', count: 1 },
    ])
  })

  test('a row left out is no reason for another; a wanted duplicate goes', () => {
    const twice = [
      ['Ali', '0300 1234567'],
      ['Ali', '923001234567'],
    ]
    const left = check(twice, { leftOut: new Set([0]) })
    expect(left.ready.map(({ line }) => line)).toEqual([3])
    expect(left.leftOut.map(({ line }) => line)).toEqual([2])
    expect(check(twice, { allowed: new Set([1]) }).ready).toHaveLength(2)
  })

  test('a column of texts is checked row by row', () => {
    const { ready, toFix } = check(
      [
        ['Ali', '0300 1234567', 'Your order is ready.'],
        ['Sana', '0301 1234567', ''],
        ['Omar', '0302 1234567', '🙂'.repeat(4_097)],
        ['Hina', '0303 1234567', '🙂'.repeat(4_096)],
      ],
      { message: null, columns: { number: 1, name: 0, message: 2 } },
    )
    expect(ready.map(({ line }) => line)).toEqual([2, 5])
    expect(toFix.map(({ problem }) => problem)).toEqual([
      { kind: 'no-text', column: 2 },
      { kind: 'too-long', column: 2, over: 1 },
    ])
  })

  test('a text that is not written yet is missing once, not on every row', () => {
    expect(check([['Ali', '0300 1234567']], { message: ' ' }).ready).toHaveLength(1)
  })

  test('numbers not read yet are neither ready nor wrong', () => {
    const { ready, toFix, unread } = check([['Ali', '0300 1234567']], { understood: () => undefined })
    expect({ ready, toFix, unread }).toEqual({ ready: [], toFix: [], unread: 1 })
  })

  test('without a column of numbers nothing is ready', () => {
    expect(check([['Ali', '0300 1234567']], { columns: { number: null, name: null, message: null } }).ready).toEqual([])
  })
})

test('the rows to fix are written so that they read the same again', () => {
  const rows = [
    ['Line', 'Name'],
    ['7', 'Ali, "the tall"\nof Lahore'],
    ['8', ' نمبر '],
  ]
  const csv = csvOf(rows)
  expect(csv.startsWith('\ufeff')).toBe(true)
  expect(parseRows(csv).rows.map(({ cells }) => cells)).toEqual([rows[0], rows[1], ['8', 'نمبر']])
})
