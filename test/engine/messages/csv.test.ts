import type { Message } from '@contract/messages.ts'
import { historyCsv, inert, written } from '@main/engine/messages/history/csv.ts'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const plain: Message = {
  queueId: 1,
  number: '923001234567',
  message: 'Salam',
  mediaUrl: null,
  mediaType: null,
  fileId: null,
  fileName: null,
  sessionId: 'd1',
  status: 'sent',
  outcome: null,
  error: null,
  errorCode: null,
  waId: '3EB0AA',
  waitingFor: null,
  scheduledAt: null,
  estimatedAt: null,
  createdAt: 1_763_700_000_000,
  sentAt: 1_763_700_012_345,
  deliveredAt: null,
  readAt: null,
  doubtedAt: null,
  endedAt: null,
  queuedBy: 'Till',
}

async function csvOf(rows: Iterable<Message>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of historyCsv(rows)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
const read = (csv: string) => parse(csv, { bom: true, columns: true }) as Record<string, string>[]

test('the file has a BOM, CRLF, the API’s names and times with their offset', async () => {
  const csv = await csvOf([plain])
  expect(
    csv.startsWith(
      '\uFEFFqueueId,number,message,mediaType,sessionId,status,error,sentAt,deliveredAt,readAt,createdAt,',
    ),
  ).toBe(true)
  expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(csv.endsWith('\r\n')).toBe(true)
  const [row] = read(csv)
  expect(row).toMatchObject({ queueId: '1', number: '923001234567', message: 'Salam', status: 'sent', error: '' })
  expect(row?.sentAt).toMatch(/^2025-11-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/)
  expect(Math.floor(Date.parse(row?.sentAt ?? '') / 1000)).toBe(1_763_700_012)
  expect(row?.readAt).toBe('')
})

test('an empty history has its heads', async () => {
  expect(read(await csvOf([]))).toEqual([])
  expect(await csvOf([])).toContain('queueId,number')
})

test.each([
  '=1+1',
  '+92',
  '-5',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\0=1',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  ' =1',
  "'=1",
  '\u200B=1',
])('the cell %j is no formula and comes back as it was', (text) => {
  expect(inert(text)).toBe(`'${text}`)
  expect(written(inert(text))).toBe(text)
})

test.each(['Salam', "'tis", '1-2', 'a=b', '', '923001234567', 'سلام'])('the cell %j is left alone', (text) => {
  expect(inert(text)).toBe(text)
  expect(written(text)).toBe(text)
})

const hard = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.stringMatching(/^['=+\-@\t\r\n\0＝＋－＠ "',;]{0,6}[a-z=+\-@"\r\n,;]{0,20}$/),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)

test('every table comes back as it was, and no cell begins as a formula', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(hard, hard, hard), { maxLength: 12 }), async (texts) => {
      const rows = texts.map(([message, error, fileName], index) => ({
        ...plain,
        queueId: index + 1,
        message,
        error,
        fileName,
      }))
      const back = read(await csvOf(rows))
      expect(back).toHaveLength(rows.length)
      for (const [index, row] of back.entries()) {
        for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r\0＝＋－＠]/)
        const from = rows[index]
        expect([row.message, row.error, row.fileName].map((cell) => written(cell ?? ''))).toEqual(
          [from?.message, from?.error, from?.fileName].map((text) => text?.toWellFormed()),
        )
      }
    }),
    { numRuns: 2000 },
  )
})

test('a long history is streamed: pieces come before the last row is read', async () => {
  let given = 0
  function* rows() {
    for (; given < 100_000; given++) yield { ...plain, queueId: given + 1 }
  }
  let lines = -1
  let pieces = 0
  for await (const piece of historyCsv(rows())) {
    lines += Buffer.from(piece).toString().split('\r\n').length - 1
    pieces++
    expect(given - lines).toBeLessThan(1000)
  }
  expect(lines).toBe(100_000)
  expect(pieces).toBeGreaterThan(100)
})

test.each(['two\nlines', 'two\rlines', 'two\r\nlines'])('a line break stays inside its quotes: %j', async (message) => {
  const csv = await csvOf([{ ...plain, message }, plain])
  expect(csv).toContain(`,"${message}",`)
  const rows = parse(csv, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
  expect(rows.map((row) => row.message)).toEqual([message, 'Salam'])
})
