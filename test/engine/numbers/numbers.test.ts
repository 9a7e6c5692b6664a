import { needNumber, readNumber, understand } from '@main/engine/numbers/numbers.ts'
import * as fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, test } from 'vitest'

test.each([
  // As programs and people write them.
  ['923001234567', null, '923001234567'],
  ['+92 300 1234567', null, '923001234567'],
  ['00923001234567', null, '923001234567'],
  ['00 92-300-1234567', 'US', '923001234567'],
  ['+92 (0)300 1234567', null, '923001234567'],
  ['(+92) 300.123.4567', null, '923001234567'],
  ['+44 (0) 20 7946 0018', null, '442079460018'],
  ['tel:+923001234567', null, '923001234567'],
  ['923001234567@s.whatsapp.net', null, '923001234567'],
  // Local ones.
  ['0300 1234567', 'PK', '923001234567'],
  ['3001234567', 'PK', '923001234567'],
  ['0300-1234567', 'PK', '923001234567'],
  ['923001234567', 'PK', '923001234567'],
  ['06 12345678', 'NL', '31612345678'],
  ['347 123 4567', 'IT', '393471234567'],
  ['98765 43210', 'IN', '919876543210'],
  ['011 92 300 1234567', 'US', '923001234567'],
  // Other scripts, and what cannot be seen.
  ['٠٣٠٠١٢٣٤٥٦٧', 'PK', '923001234567'],
  ['+۹۲ ۳۰۰ ۱۲۳۴۵۶۷', null, '923001234567'],
  ['+९१ ९८७६५ ४३२१०', null, '919876543210'],
  ['＋９２３００１２３４５６７', null, '923001234567'],
  ['\u202A+92\u00A0300\u20111234567\u202C', null, '923001234567'],
  ['\uFEFF9230012\u200B34567\u200F', null, '923001234567'],
  ["'03001234567", 'PK', '923001234567'],
  // Practice numbers, wherever the PC stands.
  ['+15550100001', null, '15550100001'],
  ['15550100002', null, '15550100002'],
  ['15550100003', 'PK', '15550100003'],
  ['15550123456', 'DE', '15550123456'],
  ['+1 555 012 7777', 'CN', '15550127777'],
  // Groups.
  ['120363012345678901@g.us', null, '120363012345678901@g.us'],
  ['120363012345678901', 'PK', '120363012345678901@g.us'],
  ['923001234567-1600000000@g.us', null, '923001234567-1600000000@g.us'],
  ['923001234567-1600000000', 'PK', '923001234567-1600000000@g.us'],
])('%s with country %s is %s', (text, country, number) => {
  expect(readNumber(text, country).number).toBe(number)
})

test.each([
  ['', null, 'Empty', 'Phone number is required'],
  [' \u200F ', null, 'Empty', 'Phone number is required'],
  ['0300-12', 'PK', 'Too short', "This number is too short: Pakistan's have 10 digits after +92."],
  ['+92 300', null, 'Too short', "This number is too short: Pakistan's have 10 digits after +92."],
  ['+1 555 010', null, 'Too short', "This number is too short: United States' have 10 digits after +1."],
  ['123', null, 'Too short', 'This number is too short'],
  ['+9230012345678901', null, 'Too long', "This number is too long: Pakistan's have 10 digits after +92."],
  ['+92300123456x', null, 'Contains a letter', 'This number contains a letter (x). Write it in digits.'],
  ['call me', null, 'Contains a letter', 'This number contains a letter (c).'],
  ['0300 1234567; 0301 7654321', 'PK', 'Contains “;”', 'Write one number in digits.'],
  ['+92+3001234567', null, 'Contains “+”', 'Write one number in digits.'],
  ['5.51E+12', null, 'Damaged by a spreadsheet', 'A spreadsheet has shortened this number to 5.51E+12'],
  ['9,23E+11', 'PK', 'Damaged by a spreadsheet', 'its digits are lost'],
  ['+999123456789', null, 'No such country code', 'No country has a code that begins with +999.'],
  ['03001234567', null, 'No country code', 'This number has no country code.'],
  ['---', null, 'No digits', 'This has no digits.'],
])('%s with country %s is refused: %s', (text, country, problem, sentence) => {
  const read = readNumber(text, country)
  expect(read).toMatchObject({ number: null, problem })
  expect(read.sentence).toContain(sentence)
  expect(() => needNumber(text, country, 'messages[3].number')).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', field: 'messages[3].number', message: read.sentence }),
  )
})

test("the tables' own example of every country reads back as it is", () => {
  const countries = getCountries()
  expect(countries.length).toBeGreaterThan(200)
  let locals = 0
  for (const country of countries) {
    const example = getExampleNumber(country, examples)
    if (example === undefined) continue
    const digits = example.number.slice(1)
    expect(readNumber(example.number, null).number, example.number).toBe(digits)
    expect(readNumber(digits, null).number, example.number).toBe(digits)
    expect(readNumber(example.formatInternational(), 'PK').number, example.number).toBe(digits)
    const local = example.formatNational()
    // Without its leading 0 a local number may be a real one of another country; then that one is meant.
    if (local.startsWith('0')) expect(readNumber(local, country).number, local).toBe(digits)
    if (local.startsWith('0')) locals++
  }
  expect(locals).toBeGreaterThan(50)
})

test('nothing is accepted that is not digits, and nothing is refused without a reason', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(null, 'PK', 'US'), (text, country) => {
      const read = readNumber(text, country)
      if (read.number === null) return read.problem.length > 0 && read.sentence.length > 10
      return /^\d{5,15}$/.test(read.number) || /^[\d-]{15,27}@g\.us$/.test(read.number)
    }),
    { numRuns: 5000 },
  )
})

test('what a number reads as reads as itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[0-9]{6,15}$/), fc.constantFrom(null, 'PK', 'DE', 'US'), (text, country) => {
      const read = readNumber(text, country)
      return read.number === null || readNumber(`+${read.number}`, country).number === read.number
    }),
    { numRuns: 2000 },
  )
})

test('a page learns how each number was read', async () => {
  const { results } = await understand(
    { numbers: ['0300 1234567', '+1 555 010 0001', 'x'], country: 'PK' },
    { defaultCountry: null, isOptedOut: (number) => number === '923001234567' },
  )
  expect(results).toEqual([
    {
      input: '0300 1234567',
      number: '923001234567',
      display: '+92 300 1234567',
      country: 'PK',
      problem: null,
      isOptedOut: true,
    },
    {
      input: '+1 555 010 0001',
      number: '15550100001',
      display: '+1 555 010 0001',
      country: null,
      problem: null,
      isOptedOut: false,
    },
    { input: 'x', number: null, display: null, country: null, problem: 'Contains a letter', isOptedOut: false },
  ])
})

test('thousands are read in a second', () => {
  const from = performance.now()
  for (let i = 0; i < 10_000; i++) readNumber(`9230012${String(i).padStart(5, '0')}`, 'PK')
  const perSecond = 10_000 / ((performance.now() - from) / 1000)
  expect(perSecond).toBeGreaterThan(3_000)
})
