import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { systemRandom } from '@main/engine/base/random.ts'
import { createMedia } from '@main/engine/media/media.ts'
import { expect, test } from 'vitest'
import { amr, compound, gif, mp3, openXml, png, program, sample, threeGp, zip } from '../../support/sample-files.ts'
import { handClock, scratchDatabase, scratchDir } from '../../support/scratch.ts'

const HOUR_MS = 3_600_000
const MB = 1024 * 1024

function setUp() {
  const [database, dataDir, clock] = [scratchDatabase(), scratchDir(), handClock()]
  const open = () =>
    createMedia({ database, dataDir, clock, random: systemRandom, neededUntil: () => null, keptMs: () => 0 })
  const arrived = () => readdirSync(join(dataDir, 'files', 'arriving'))
  return { database, dataDir, clock, open, arrived, media: open() }
}

const text = (words: string) => Buffer.from(words)
const rejected = (message: string | RegExp) =>
  expect.objectContaining({ code: 'MEDIA_REJECTED', message: expect.stringMatching(message) })

/** The start of a real file of a kind, then as many zeros as wanted. */
const padded = (start: Buffer, bytes: number) => Buffer.concat([start, Buffer.alloc(bytes - start.length)])

test('a file is kept under its SHA-256, for its owner alone, and read back as it was', async () => {
  const { media, dataDir, arrived } = setUp()
  const bytes = sample('invoice.pdf')
  const row = await media.add(Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]), { name: 'invoice.pdf' })
  const id = createHash('sha256').update(bytes).digest('hex')
  expect(row).toMatchObject({
    id,
    name: 'invoice.pdf',
    mimeType: 'application/pdf',
    mediaType: 'document',
    bytes: bytes.length,
  })
  expect(media.get(id)).toEqual(row)
  expect(readFileSync(media.path(id)).equals(bytes)).toBe(true)
  expect(Buffer.concat(await media.open(id).toArray()).equals(bytes)).toBe(true)
  if (process.platform !== 'win32') expect(statSync(join(dataDir, 'files', id)).mode & 0o777).toBe(0o600)
  expect(arrived()).toEqual([])
})

test.each([
  ['photo.jpg', sample('photo.jpg'), 'image', 'image/jpeg'],
  ['photo.png', png(20, 20), 'image', 'image/png'],
  ['sticker.webp', sample('sticker.webp'), 'image', 'image/webp'],
  ['song.mp3', mp3, 'audio', 'audio/mpeg'],
  ['voice.ogg', sample('voice.ogg'), 'audio', 'audio/ogg'],
  ['voice.opus', sample('voice.ogg'), 'audio', 'audio/ogg'],
  ['call.amr', amr, 'audio', 'audio/amr'],
  ['clip.mp4', sample('clip.mp4'), 'video', 'video/mp4'],
  ['clip.3gp', threeGp, 'video', 'video/3gpp'],
  ['invoice.pdf', sample('invoice.pdf'), 'document', 'application/pdf'],
  ['letter.doc', compound('WordDocument'), 'document', 'application/msword'],
  ['prices.xls', compound('Workbook', 3), 'document', 'application/vnd.ms-excel'],
  ['show.ppt', compound('PowerPoint Document'), 'document', 'application/vnd.ms-powerpoint'],
  ['letter.docx', openXml('wordprocessingml.document'), 'document', 'wordprocessingml.document'],
  ['prices.xlsx', openXml('spreadsheetml.sheet'), 'document', 'spreadsheetml.sheet'],
  ['show.pptx', openXml('presentationml.presentation'), 'document', 'presentationml.presentation'],
  ['all.zip', zip({ 'a.txt': 'a' }), 'document', 'application/zip'],
  ['note.txt', text('Salam, we open at 10.\r\n'), 'document', 'text/plain'],
  ['list.csv', text('\uFEFFname,number\r\nعلی,923001234567\r\n'), 'document', 'text/csv'],
  ['old.csv', Buffer.from('name;city\r\nJos\xe9;M\xfcnchen\r\n', 'latin1'), 'document', 'text/csv'],
  ['excel.txt', Buffer.from('\uFEFFname\tcity', 'utf16le'), 'document', 'text/plain'],
])('%s is read from its bytes', async (name, bytes, mediaType, mimeType) => {
  const { media } = setUp()
  const row = await media.add(bytes, { name, mediaType: mediaType as 'image' })
  expect(row).toMatchObject({ name, mediaType, mimeType: expect.stringContaining(mimeType) })
  if (/^(?:old|excel|list)/.test(name)) return
  const nameless = await setUp().media.add(bytes)
  expect(nameless).toMatchObject({ mediaType, mimeType: row.mimeType })
})

test.each([
  ['photo.jpg', program, undefined, /^This file says \.jpg but is a program\. Choose another\.$/],
  ['invoice.pdf', sample('photo.jpg'), undefined, /^This file says \.pdf but is a JPG file\. Choose another\.$/],
  ['photo.jpg', text('<html><body>Log in</body></html>'), undefined, /says \.jpg but is a web page/],
  [
    'photo.png',
    text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    undefined,
    /says \.png but is an SVG file/,
  ],
  [
    'drawing.svg',
    text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    undefined,
    /^drawing\.svg is an SVG file\./,
  ],
  ['page.html', text('<!doctype html><p>hello'), undefined, /^page\.html is a web page\./],
  ['note.txt', text('  <script>alert(1)</script>'), undefined, /says \.txt but is a web page/],
  ['run.txt', text('#!/bin/sh\nrm -rf ~\n'), undefined, /says \.txt but is a program/],
  ['setup.exe', program, undefined, /^setup\.exe is a program\. Pictures may be/],
  ['setup.exe', text('just words'), undefined, /says \.exe but is a TXT file/],
  ['run.bat', text('del *.*\r\n'), undefined, /says \.bat but is a TXT file/],
  ['letter.doc', compound('Installer'), undefined, /says \.doc but is an installer/],
  ['letter.doc', openXml('wordprocessingml.document'), undefined, /says \.doc but is a DOCX file/],
  ['dance.gif', gif, undefined, /^dance\.gif is a GIF file\. Pictures may be JPG/],
  ['photo.jpg', gif, undefined, /says \.jpg but is a GIF file/],
  ['noise.txt', Buffer.from([1, 2, 3, 0, 200, 201]), undefined, /says \.txt but is of a type nobody knows/],
  ['noise', Buffer.from([1, 2, 3, 0, 200, 201]), undefined, /^noise is of a type nobody knows\./],
  ['empty.pdf', Buffer.alloc(0), undefined, /^empty\.pdf is empty\./],
  ['photo.jpg', sample('photo.jpg'), 'document', /^photo\.jpg is an image, not a document\./],
  ['invoice.pdf', sample('invoice.pdf'), 'image', /^invoice\.pdf is a document, not an image\./],
  ['clip.mp4', sample('clip.mp4'), 'audio', /^clip\.mp4 is a video, not audio\./],
  ['photo.jpg', sample('photo.jpg').subarray(0, 30), undefined, /cannot be opened/],
  ['bomb.png', png(60_000, 60_000), undefined, /^bomb\.png has 3600 megapixels; pictures may have 100\./],
] as const)('%s is refused', async (name, bytes, mediaType, sentence) => {
  const { media, arrived, dataDir } = setUp()
  await expect(media.add(bytes, { name, mediaType })).rejects.toEqual(rejected(sentence))
  expect(arrived()).toEqual([])
  expect(readdirSync(join(dataDir, 'files'))).toEqual(['arriving'])
})

test.each([
  ['photo.png', png(10, 10), 5, undefined, 'MEDIA_REJECTED', 'photo.png has 5.1 MB; images may have 5 MB.'],
  ['photo.png', png(10, 10), 5, 'image', 'MEDIA_REJECTED', 'photo.png has more than 5 MB; images may have 5 MB.'],
  ['clip.mp4', sample('clip.mp4'), 16, undefined, 'MEDIA_REJECTED', 'clip.mp4 has 16.1 MB; videos may have 16 MB.'],
  ['song.mp3', mp3, 16, undefined, 'MEDIA_REJECTED', 'song.mp3 has 16.1 MB; audio files may have 16 MB.'],
  [
    'invoice.pdf',
    sample('invoice.pdf'),
    100,
    undefined,
    'PAYLOAD_TOO_LARGE',
    'invoice.pdf has more than 100 MB; files may have 100 MB.',
  ],
  [
    'invoice.pdf',
    sample('invoice.pdf'),
    100,
    'document',
    'MEDIA_REJECTED',
    'invoice.pdf has more than 100 MB; documents may have 100 MB.',
  ],
] as const)('%s may not be larger than its type', async (name, start, limit, mediaType, code, message) => {
  const { media, arrived } = setUp()
  await expect(media.add(padded(start, limit * MB + 1), { name, mediaType })).rejects.toMatchObject({ code, message })
  expect(arrived()).toEqual([])
  const row = await media.add(padded(start, limit * MB), { name, mediaType })
  expect(row.bytes).toBe(limit * MB)
})

test('a told size over the limit is refused before a byte is read', async () => {
  const { media } = setUp()
  let isRead = false
  const source = (async function* () {
    isRead = true
    yield sample('invoice.pdf')
  })()
  const wanted = { name: 'invoice.pdf', mediaType: 'document', size: 120 * MB } as const
  await expect(media.add(source, wanted)).rejects.toMatchObject({
    message: 'invoice.pdf has 120 MB; documents may have 100 MB.',
  })
  expect(isRead).toBe(false)
})

test('a stream without end is cut off at the limit', async () => {
  const { media, arrived } = setUp()
  let given = 0
  const endless = (async function* () {
    for (;;) {
      given += 65_536
      yield Buffer.alloc(65_536)
    }
  })()
  await expect(media.add(endless, { name: 'x.jpg', mediaType: 'image' })).rejects.toEqual(rejected(/more than 5 MB/))
  expect(given).toBeLessThan(6 * MB)
  expect(arrived()).toEqual([])
})

test.each([
  ['invoice', 'invoice.pdf'],
  [undefined, 'document.pdf'],
  ['download.php', 'download.php.pdf'],
  ['Report 3.5', 'Report 3.5.pdf'],
  ['INVOICE.PDF', 'INVOICE.PDF'],
  ['../../etc/passwd.pdf', 'passwd.pdf'],
  ['C:\\Users\\me\\bill.pdf', 'bill.pdf'],
  ['bill\u202Efdp.pdf', 'billfdp.pdf'],
  ['a\r\nb\0.pdf', 'ab.pdf'],
  [`${'ب'.repeat(300)}.pdf`, `${'ب'.repeat(116)}.pdf`],
])('the name %s goes out as %s', async (name, shown) => {
  expect((await setUp().media.add(sample('invoice.pdf'), { name })).name).toBe(shown)
})

test('the same bytes twice are one file, under the newer name', async () => {
  const { media, dataDir } = setUp()
  const first = await media.add(sample('invoice.pdf'), { name: 'a.pdf' })
  const [second] = await Promise.all([
    media.add(sample('invoice.pdf'), { name: 'b.pdf' }),
    media.add(sample('invoice.pdf'), { name: 'b.pdf' }),
  ])
  expect(second.id).toBe(first.id)
  expect(media.get(first.id)?.name).toBe('b.pdf')
  expect(readdirSync(join(dataDir, 'files')).sort()).toEqual([first.id, 'arriving'].sort())
})

test('a message needs a file that exists and is of its type', async () => {
  const { media } = setUp()
  const { id } = await media.add(sample('photo.jpg'), { name: 'photo.jpg' })
  expect(media.need(id).id).toBe(id)
  expect(media.need(id, 'image').id).toBe(id)
  expect(() => media.need(id, 'document')).toThrow(rejected(/not a document/))
  expect(() => media.need('0'.repeat(64))).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', field: 'fileId' }),
  )
})

test('a file goes a day after its last message ended, not before', async () => {
  const { media, clock } = setUp()
  const ids = []
  for (const name of ['a', 'b', 'c', 'd']) ids.push((await media.add(text(name), { name })).id)
  const [unused = '', waiting = '', ended = '', fresh = ''] = ids
  const until = new Map([
    [waiting, Infinity],
    [ended, clock.now() + 10 * HOUR_MS],
  ])
  const sweep = () => media.sweep((id) => until.get(id) ?? null)
  clock.pass(24 * HOUR_MS)
  expect(await sweep()).toBe(0)
  await media.add(text('d'))
  clock.pass(1)
  expect(await sweep()).toBe(1)
  expect([unused, waiting, ended, fresh].map((id) => existsSync(media.path(id)))).toEqual([false, true, true, true])
  clock.pass(10 * HOUR_MS)
  expect(await sweep()).toBe(1)
  expect(media.get(ended)).toBeNull()
  expect(media.get(waiting)).not.toBeNull()
  clock.pass(24 * HOUR_MS)
  media.need(fresh)
  expect(await sweep()).toBe(0)
  expect(await sweep()).toBe(1)
  expect(media.get(fresh)).toBeNull()
})

test('what a crash left behind goes: half a file at the start, bytes without a row after a day', async () => {
  const { media, open, dataDir, arrived, clock } = setUp()
  await media.add(text('kept'))
  writeFileSync(join(dataDir, 'files', 'arriving', 'half'), 'half')
  const orphan = join(dataDir, 'files', 'f'.repeat(64))
  writeFileSync(orphan, 'orphan')
  const again = open()
  expect(arrived()).toEqual([])
  const old = (clock.now() - 25 * HOUR_MS) / 1000
  utimesSync(orphan, clock.now() / 1000, clock.now() / 1000)
  await again.sweep(() => null)
  expect(existsSync(orphan)).toBe(true)
  utimesSync(orphan, old, old)
  await again.sweep(() => null)
  expect(existsSync(orphan)).toBe(false)
  expect(readdirSync(join(dataDir, 'files'))).toHaveLength(2)
})

test('a disk that takes nothing is told as such, not as a bad file', async () => {
  const { media, database } = setUp()
  database.prepare("CREATE TRIGGER full BEFORE INSERT ON files BEGIN SELECT RAISE(FAIL, 'full'); END").run()
  await expect(media.add(text('x'))).rejects.not.toMatchObject({ code: 'MEDIA_REJECTED' })
  const source = (async function* () {
    yield text('x')
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  })()
  await expect(media.add(source)).rejects.toMatchObject({ code: 'STORAGE_FULL' })
})
