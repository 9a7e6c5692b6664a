import { findDelimiter } from '@renderer/bulk/list/delimiter.ts'
import { decode } from '@renderer/bulk/list/encoding.ts'
import { MOST_ROWS, parseList, parseRows } from '@renderer/bulk/list/parse.ts'
import { describe, expect, test } from 'vitest'

/** Text as the older ways write it: the bytes that a decoder of the system reads as these letters. */
function encode(text: string, encoding: string): Uint8Array {
  const letters = Array.from({ length: 256 }, (_, byte) => new TextDecoder(encoding).decode(Uint8Array.of(byte)))
  return Uint8Array.from(text, (letter) => letters.indexOf(letter))
}
const wide = (text: string) => Buffer.from(text, 'utf16le')

const cells = (text: string) => parseRows(text).rows.map((row) => row.cells)
const lines = (text: string) => parseRows(text).rows.map((row) => row.line)

describe('letters', () => {
  const text = 'Name;Stadt\r\nZoë;Köln\r\nJosé;Málaga\r\n'
  const urdu = 'نام,نمبر\nعلی احمد,03001234567\nثنا خان,03007654321\n'
  const russian = 'Имя,Телефон\nАнна Иванова,+79161234567\nПётр Смирнов,+79167654321\n'

  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', wide(`\ufeff${text}`)],
    ['utf-16be', wide(`\ufeff${text}`).swap16()],
    ['utf-16le', wide(text)],
    ['utf-16be', wide(text).swap16()],
  ])('%s says what it is', (encoding, bytes) => {
    expect(decode(bytes)).toEqual({ text, encoding, isSure: true })
  })

  test.each([
    ['windows-1252', text],
    ['windows-1256', urdu.replaceAll('ی', 'ي')],
    ['windows-1251', russian],
  ] as const)('%s is guessed, and said to be a guess', (encoding, written) => {
    expect(decode(encode(written, encoding))).toEqual({ text: written, encoding, isSure: false })
  })

  test('what a person chose is taken as it is', () => {
    const bytes = encode(russian, 'windows-1251')
    expect(decode(bytes, 'windows-1251')).toEqual({ text: russian, encoding: 'windows-1251', isSure: true })
    expect(decode(bytes, 'windows-1252').text).not.toBe(russian)
  })

  test('plain letters are sure in any case', () => {
    expect(decode(Buffer.from('a,b\n1,2\n')).isSure).toBe(true)
  })
})

describe('columns', () => {
  test.each([
    [',', 'Name,Mobile\nAli,0300 1234567\n'],
    [';', 'Name;Mobile;Note\nAli;0300 1234567;a, b, c\nSana;0301 1234567;d, e, f\n'],
    ['\t', 'Name\tMobile\nAli\t0300 1234567\n'],
    ['|', 'Name|Mobile\nAli|0300 1234567\n'],
    [',', 'Note,Mobile\n"a;b;c;d",0300 1234567\n"e;f;g;h",0301 1234567\n'],
  ])('parted by %j', (delimiter, text) => {
    expect(findDelimiter(text).delimiter).toBe(delimiter)
  })

  test('a spreadsheet may name the sign; lines are still counted from the top', () => {
    const { rows } = parseRows('sep=;\r\nName;Mobile\r\nAli;0300 1234567\r\n')
    expect(rows).toEqual([
      { line: 2, cells: ['Name', 'Mobile'] },
      { line: 3, cells: ['Ali', '0300 1234567'] },
    ])
  })

  test('numbers with spaces, dashes and brackets are one column', () => {
    expect(cells('+92 300 1234567\n(0300) 123-4567\n')).toEqual([['+92 300 1234567'], ['(0300) 123-4567']])
  })

  test('numbers on one line are people', () => {
    expect(cells('03001234567, 03011234567; 03021234567'.replace(';', ','))).toEqual([
      ['03001234567'],
      ['03011234567'],
      ['03021234567'],
    ])
  })
})

describe('rows', () => {
  test('a row is known by the line it begins on', () => {
    const text = 'Mobile,Text\n\n0300 1234567,"Salam,\nhow are you?"\n \n0301 1234567,"He said ""hi"""\r\n0302,x'
    expect(lines(text)).toEqual([1, 3, 6, 7])
    expect(cells(text)[1]).toEqual(['0300 1234567', 'Salam,\nhow are you?'])
    expect(cells(text)[2]).toEqual(['0301 1234567', 'He said "hi"'])
  })

  test('rows of other lengths are kept, empty ones are not', () => {
    expect(cells('a,b,c\n1\n,,\n1,2,3,4\n')).toEqual([['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']])
  })

  test('a quote in the middle of a word is a letter', () => {
    expect(cells('Name,Mobile\n5" screen,0300 1234567\n')[1]).toEqual(['5" screen', '0300 1234567'])
  })

  test('an open quote is told with its line, and what stands before it is read', () => {
    const read = parseRows('Mobile,Text\n0300,a\n\n0301,"open\n0302,b\n0303,c\n')
    expect(read.parseProblem).toEqual({ kind: 'open-quote', line: 4 })
    expect(read.rows.map(({ line }) => line)).toEqual([1, 2])
  })

  test('a list is cut where nobody would send it any more', () => {
    const read = parseRows('03001234567\n'.repeat(MOST_ROWS + 5))
    expect(read.rows).toHaveLength(MOST_ROWS)
    expect(read.parseProblem).toEqual({ kind: 'too-many', most: MOST_ROWS })
  })

  test("a spreadsheet's own file is no list", () => {
    expect(parseList({ bytes: Buffer.from('PK\u0003\u0004rest') })).toMatchObject({ isSpreadsheet: true, rows: [] })
    expect(parseList({ bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]) }).isSpreadsheet).toBe(true)
    expect(parseList({ bytes: Buffer.from('Mobile\n0300') }).isSpreadsheet).toBe(false)
  })

  test('nothing is nothing', () => {
    expect(parseRows('')).toEqual({ rows: [], parseProblem: null })
    expect(parseRows('\r\n\r\n').rows).toEqual([])
  })
})
