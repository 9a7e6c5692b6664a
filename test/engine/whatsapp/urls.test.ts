// T21: Baileys never gets an address or a path to read from, because it would open any file and fetch any URL. Looked for in the
// source of engine/whatsapp, and lived: with every reading and fetching on Baileys' side refused, all kinds of media still go out.
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Content } from '@main/engine/messages/sending/transport.ts'
import { generateWAMessageContent } from '@whiskeysockets/baileys'
import { parseAst } from 'vite'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { linkDevice, openOffice } from '../../support/devices.ts'
import { startPractice, until } from '../../support/practice.ts'

const folder = fileURLToPath(new URL('../../../src/main/engine/whatsapp', import.meta.url))
const MEDIA = new Set(['image', 'video', 'audio', 'document', 'sticker', 'ptv'])
/** What reads for itself, or makes content from what it is given. */
const READERS = new Set(
  `getStream getHttpStream getUrlInfo prepareWAMessageMedia generateWAMessage generateThumbnail extractImageThumb
   getRawMediaUploadData encryptedStream getAudioDuration generateProfilePicture downloadMediaMessage
   downloadContentFromMessage downloadEncryptedContent`.split(/\s+/),
)
const SENDERS = new Set(['sendMessage', 'updateProfilePicture', 'productCreate', 'productUpdate', 'updateCoverPhoto'])

interface Part {
  type: string
  [field: string]: unknown
}
const isPart = (value: unknown): value is Part => typeof (value as Part | null)?.type === 'string'

function walk(part: Part, meet: (part: Part) => void): void {
  meet(part)
  for (const value of Object.values(part).flat()) if (isPart(value)) walk(value, meet)
}

const nameOf = (part: unknown): string => String((part as Part | null)?.name ?? (part as Part | null)?.value ?? '')
const properties = (object: Part): Part[] => (object.properties as Part[]).filter(({ type }) => type === 'Property')
/** `{ stream: … }` and nothing else. */
const isOpened = (value: Part): boolean =>
  value.type === 'ObjectExpression' &&
  properties(value)
    .map(({ key }) => nameOf(key))
    .join() === 'stream'

/** What is wrong with one source file, in words. */
function faultsOf(source: string): string[] {
  const tree = parseAst(source, { lang: 'ts' }) as unknown as Part
  const makesContent = source.includes('generateWAMessageContent')
  const found: string[] = []
  const opened = new Set<string>()
  walk(tree, (part) => {
    if (part.type === 'VariableDeclarator' && isPart(part.init) && isOpened(part.init)) opened.add(nameOf(part.id))
  })
  walk(tree, (part) => {
    if (part.type === 'ImportSpecifier' && READERS.has(nameOf(part.imported)))
      found.push(`imports ${nameOf(part.imported)}`)
    if (part.type === 'MemberExpression' && SENDERS.has(nameOf(part.property)))
      found.push(`uses ${nameOf(part.property)}`)
    if (part.type !== 'ObjectExpression') return
    const keys = properties(part).map(({ key }) => nameOf(key))
    if (keys.includes('url')) found.push('makes an object with a url')
    for (const { key, value } of properties(part)) {
      const isFine = isPart(value) && (isOpened(value) || opened.has(nameOf(value)))
      if (MEDIA.has(nameOf(key)) && !isFine) found.push(`gives ${nameOf(key)} something else than a stream`)
    }
    const preview = properties(part).find(({ key }) => nameOf(key) === 'linkPreview')?.value as Part | undefined
    if (makesContent && keys.includes('text') && !(preview?.type === 'Literal' && preview.value === null))
      found.push('gives a text without linkPreview: null')
  })
  return found
}

test('T21 nothing in the source hands Baileys an address or a path', () => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const source = (name: string) => readFileSync(join(folder, name), 'utf8')
  expect(names.flatMap((name) => faultsOf(source(name)).map((fault) => `${name} ${fault}`))).toEqual([])
  expect(names.filter((name) => source(name).includes('generateWAMessageContent'))).toEqual([
    join('sending', 'compose.ts'),
  ])
  const bad: Record<string, string> = {
    'const a = { image: { url: path } }': 'makes an object with a url',
    'const a = { document: path }': 'gives document something else than a stream',
    'const media = { stream, url }; f({ video: media })': 'gives video something else than a stream',
    "generateWAMessageContent({ text: 'x' })": 'gives a text without linkPreview: null',
    'generateWAMessageContent({ text, linkPreview: undefined })': 'gives a text without linkPreview: null',
    "import { getStream } from '@whiskeysockets/baileys'": 'imports getStream',
    'socket.sendMessage(jid, content)': 'uses sendMessage',
  }
  for (const [code, fault] of Object.entries(bad)) expect(faultsOf(code), code).toContain(fault)
})

test('T21 what would fetch previews is not installed', () => {
  expect(() => createRequire(import.meta.url).resolve('link-preview-js')).toThrow(/Cannot find module/)
})

const open = fs.createReadStream
const fetched = globalThis.fetch
afterEach(() => {
  fs.createReadStream = open
  syncBuiltinESMExports()
  globalThis.fetch = fetched
})

/** Refuses Baileys every fetch, and every file in `dir`; what it was refused is told. */
function refuse(dir: string): string[] {
  const refused: string[] = []
  const isBaileys = () => (new Error().stack ?? '').includes('@whiskeysockets')
  const no = (what: string): never => {
    refused.push(what)
    throw new Error(`Baileys wanted ${what}`)
  }
  fs.createReadStream = ((path: fs.PathLike, ...more: []) =>
    isBaileys() && String(path).startsWith(dir) ? no(String(path)) : open(path, ...more)) as typeof open
  syncBuiltinESMExports()
  globalThis.fetch = (to, init) => (isBaileys() ? no(String(to)) : fetched(to, init))
  return refused
}

test('T21 every kind of media goes out though Baileys may read and fetch nothing', async () => {
  const practice = await startPractice()
  onTestFinished(practice.close)
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-urls-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const at = await openOffice(practice)
  onTestFinished(at.close)
  const id = await linkDevice(practice, at, '+15550100001')
  await until('connected', () => at.whatsapp.transport.isReady(id))
  const { filesUrl } = await practice.client.network()
  const files = [
    ['image', 'photo.jpg', 'image/jpeg'],
    ['video', 'clip.mp4', 'video/mp4'],
    ['audio', 'voice.ogg', 'audio/ogg'],
    ['document', 'invoice.pdf', 'application/pdf'],
  ] as const
  const refused = refuse(dir)
  const contents: Content[] = [{ text: 'See https://example.com/menu?x=1 and http://10.0.0.1/', media: null }]
  for (const [type, name, mimeType] of files) {
    writeFileSync(join(dir, name), Buffer.from(await (await fetch(`${filesUrl}/${name}`)).arrayBuffer()))
    contents.push({ text: 'Here', media: { type, path: join(dir, name), mimeType, fileName: name } })
  }
  for (const [index, content] of contents.entries()) {
    const to = { waId: at.whatsapp.transport.newId(id), address: `${4_915_400_000_001 + index}@s.whatsapp.net` }
    const outcome = await at.whatsapp.transport.relay(id, await at.whatsapp.transport.compose(id, content, to))
    expect(outcome, content.media?.type ?? 'text').toMatchObject({ kind: 'accepted' })
  }
  const got = async () => (await practice.client.messages()).map(({ kind }) => kind)
  await until('all to arrive', async () => (await got()).length === contents.length)
  expect((await got()).toSorted()).toEqual(['audio', 'document', 'image', 'text', 'video'])
  expect(refused).toEqual([])

  // The refusal itself works: given a path or an address, Baileys would read it.
  const upload = async () => ({ mediaUrl: '', directPath: '' })
  for (const url of [join(dir, 'invoice.pdf'), 'https://127.0.0.1:9/x.pdf']) {
    const content = { document: { url }, mimetype: 'application/pdf' }
    await expect(generateWAMessageContent(content, { upload })).rejects.toThrow('Baileys wanted')
  }
  expect(refused).toEqual([join(dir, 'invoice.pdf'), 'https://127.0.0.1:9/x.pdf'])
})
