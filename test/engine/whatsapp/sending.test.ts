// compose and relay on real Baileys: what arrives is what was written, the server's word is the outcome, nothing empty leaves.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { News } from '@main/engine/base/events.ts'
import type { Content, Letter, Outcome } from '@main/engine/messages/sending/transport.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { linkDevice, type Office, openOffice } from '../../support/devices.ts'
import { type Practice, startPractice, until } from '../../support/practice.ts'

const phone = '15550100001'
const dir = mkdtempSync(join(tmpdir(), 'dakiya-'))
let practice: Practice
let at: Office
let id: string
let next = 4_915_100_000_001

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 10, readAfterMs: 30, reads: true })
  at = await openOffice(practice)
  id = await linkDevice(practice, at, `+${phone}`)
})
beforeEach(async () => await until('connected', () => at.whatsapp.transport.isReady(id)))
afterEach(async () => await practice.client.endFaults())
afterAll(async () => {
  await at.close()
  await practice.close()
  rmSync(dir, { recursive: true, force: true })
})

const stranger = () => String(next++)
const text = (words: string): Content => ({ text: words, media: null })
const received = async (number: string) => await practice.client.messages({ to: `+${number}` })
const of = <Name extends keyof News>(name: Name, waId: string): News[Name][] =>
  at.told.flatMap((one) =>
    one.name === name && 'waId' in one.news && one.news.waId === waId ? [one.news as News[Name]] : [],
  )

async function compose(number: string, content: Content): Promise<Letter> {
  const { transport } = at.whatsapp
  const letter = await transport.compose(id, content, {
    waId: transport.newId(id),
    address: `${number}@s.whatsapp.net`,
  })
  at.letters.set(letter.waId, letter.bytes)
  return letter
}

const send = async (number: string, content: Content): Promise<Outcome & { waId: string }> => {
  const letter = await compose(number, content)
  return { ...(await at.whatsapp.transport.relay(id, letter)), waId: letter.waId }
}

test('a text arrives as written under our id; ack and receipts are told', async () => {
  const number = stranger()
  const words = 'Grüße, ابتسم, नमस्ते *bold* https://example.com'
  const { waId, ...outcome } = await send(number, text(words))
  expect(outcome).toEqual({ kind: 'accepted', at: expect.any(Number) })
  expect(waId).toMatch(/^3EB0[0-9A-F]{18}$/)
  expect(await received(number)).toMatchObject([{ id: waId, kind: 'text', text: words, copies: 1 }])
  expect(of('ack.received', waId)).toMatchObject([{ deviceId: id, code: null }])
  await until('read', () => of('receipt.received', waId).some(({ kind }) => kind === 'read'))
  expect(of('receipt.received', waId).map(({ kind }) => kind)).toEqual(['delivered', 'read'])
})

const files = async (name: string): Promise<{ path: string; sha256: string; bytes: number }> => {
  const { filesUrl } = await practice.client.network()
  const bytes = Buffer.from(await (await fetch(`${filesUrl}/${name}`)).arrayBuffer())
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
}

test.each([
  ['document', 'invoice.pdf', 'application/pdf', 'Your invoice'],
  ['image', 'photo.jpg', 'image/jpeg', 'The new shop'],
  ['audio', 'voice.ogg', 'audio/ogg', null],
  ['video', 'clip.mp4', 'video/mp4', 'Opening day'],
] as const)('a %s arrives byte for byte', async (type, name, mimeType, caption) => {
  const number = stranger()
  const { path, sha256, bytes } = await files(name)
  const outcome = await send(number, {
    text: caption,
    media: { type, path, mimeType, fileName: type === 'document' ? name : null },
  })
  expect(outcome.kind).toBe('accepted')
  expect(await received(number)).toMatchObject([
    { id: outcome.waId, kind: type, caption, mimeType, sha256, bytes, fileName: type === 'document' ? name : null },
  ])
})

test('an image that cannot be drawn small still goes out', async () => {
  const number = stranger()
  const path = join(dir, 'broken.jpg')
  writeFileSync(path, randomBytes(500))
  const outcome = await send(number, {
    text: null,
    media: { type: 'image', path, mimeType: 'image/jpeg', fileName: null },
  })
  expect(outcome.kind).toBe('accepted')
  expect(await received(number)).toMatchObject([{ kind: 'image', bytes: 500, caption: null }])
})

test('a refused upload throws and nothing goes out; the next one works', async () => {
  const number = stranger()
  const { path } = await files('invoice.pdf')
  const content: Content = {
    text: null,
    media: { type: 'document', path, mimeType: 'application/pdf', fileName: 'a.pdf' },
  }
  await practice.client.fault({ kind: 'media-refused' })
  await expect(compose(number, content)).rejects.toThrow()
  expect(await received(number)).toEqual([])
  await practice.client.endFaults()
  expect((await send(number, content)).kind).toBe('accepted')
})

test('numbers are looked up; a message to one that is gone is rejected and nothing leaves', async () => {
  const number = stranger()
  const gone = '4915100010000'
  const found = await at.whatsapp.transport.lookup(id, [number, gone])
  expect(found.get(number)).toEqual({ onWhatsApp: true, address: `${number}@s.whatsapp.net` })
  expect(found.get(gone)).toEqual({ onWhatsApp: false, address: null })
  const before = await practice.client.stats()
  expect(await send(gone, text('Hello'))).toMatchObject({ kind: 'rejected', code: 'not-on-whatsapp' })
  expect((await practice.client.stats()).messages).toEqual(before.messages)
})

test('an error in the ack is the outcome, and a limit on new chats shows on the device', async () => {
  await practice.client.fault({ kind: 'ack-error', code: 479, count: 1 })
  expect(await send(stranger(), text('one'))).toMatchObject({ kind: 'rejected', code: '479' })
  await practice.client.fault({ kind: 'reachout-timelock' })
  expect(await send(stranger(), text('two'))).toMatchObject({ kind: 'rejected', code: '463' })
  await until('restricted', () => at.device(id).status === 'restricted')
  expect(at.device(id).statusText).toMatch(/^WhatsApp limits new chats until .*\. Known chats go on\.$/)
})

test('a connection that breaks before the ack leaves it unknown; the same letter again arrives once', async () => {
  const number = stranger()
  const letter = await compose(number, text('Once'))
  await practice.client.fault({ kind: 'drop', device: phone, when: 'accepted' })
  expect(await at.whatsapp.transport.relay(id, letter)).toMatchObject({ kind: 'unknown' })
  await until('connected again', () => at.whatsapp.transport.isReady(id))
  expect(await at.whatsapp.transport.relay(id, letter)).toMatchObject({ kind: 'accepted' })
  expect(await received(number)).toMatchObject([{ id: letter.waId, text: 'Once', copies: 2 }])
})

test('without a connection nothing is tried', async () => {
  const letter = await compose(stranger(), text('x'))
  await practice.client.fault({ kind: 'drop', device: phone })
  await until('the line to be gone', () => !at.whatsapp.transport.isReady(id))
  expect(await at.whatsapp.transport.relay(id, letter)).toMatchObject({ kind: 'not-sent' })
  expect((await at.whatsapp.transport.lookup(id, ['4915100000001'])).get('4915100000001')).toEqual({
    onWhatsApp: null,
    address: null,
  })
})

test('what somebody writes to us is told with their number', async () => {
  const from = '4915199990001'
  await practice.client.write({ from, to: phone, text: 'STOP' })
  const heard = await until('the text', () =>
    at.told.find((one) => one.name === 'text.received' && one.news.number === from),
  )
  expect(heard.news).toMatchObject({ number: from, text: 'STOP' })
})

test('a group gets a text once, readable for every member', async () => {
  const group = await practice.client.createGroup('Team', [`+${phone}`, '+4915100200001', '+4915100200002'])
  const address = group.id.includes('@') ? group.id : `${group.id}@g.us`
  const { transport } = at.whatsapp
  for (const words of ['First', 'Second']) {
    const letter = await transport.compose(id, text(words), { waId: transport.newId(id), address })
    expect(await transport.relay(id, letter)).toMatchObject({ kind: 'accepted' })
    const [message, ...more] = (await practice.client.messages({ from: `+${phone}` })).filter(
      (one) => one.id === letter.waId,
    )
    expect(more).toEqual([])
    expect(message).toMatchObject({ text: words, copies: 1 })
  }
})

test('a recipient who could not read it gets it again, under the same id', async () => {
  const number = stranger()
  await practice.client.fault({ kind: 'retry-receipt', count: 1 })
  const { waId, kind } = await send(number, text('Again'))
  expect(kind).toBe('accepted')
  await until('the second copy', async () => (await received(number))[0]?.copies === 2)
  expect(await received(number)).toMatchObject([{ id: waId, text: 'Again' }])
})

test('two hundred texts, eight at a time, all arrive once', async () => {
  const numbers = Array.from({ length: 20 }, stranger)
  const seqBefore = (await practice.client.messages({})).at(-1)?.seq ?? 0
  const queue = Array.from({ length: 200 }, (_, index) => ({
    number: numbers[index % 20] ?? '',
    words: `no. ${index}`,
  }))
  const outcomes: string[] = []
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift())
        outcomes.push((await send(one.number, text(one.words))).kind)
    }),
  )
  expect(outcomes.filter((kind) => kind === 'accepted')).toHaveLength(200)
  const all = await practice.client.messages({ after: seqBefore })
  expect(new Set(all.map(({ text }) => text)).size).toBe(200)
  expect(all.every(({ copies }) => copies === 1)).toBe(true)
})

test('writing and being written to at once loses no step of either ratchet', async () => {
  const number = '4915199990002'
  await send(number, text('Hello'))
  await practice.client.write({ from: number, to: phone, text: 'Hello too' }) // from here on both ratchets turn
  const ours = Array.from({ length: 40 }, (_, index) => `to them ${index}`)
  const theirs = Array.from({ length: 40 }, (_, index) => `to us ${index}`)
  const heard = () =>
    at.told.flatMap((one) => (one.name === 'text.received' && one.news.text.startsWith('to us') ? [one.news.text] : []))
  const outcomes = Promise.all(ours.map(async (words) => (await send(number, text(words))).kind))
  for (const words of theirs) await practice.client.write({ from: number, to: phone, text: words })
  expect(new Set(await outcomes)).toEqual(new Set(['accepted']))
  await until('all that they wrote', () => heard().length >= theirs.length)
  expect(heard().toSorted()).toEqual(theirs.toSorted())
  const arrived = (await received(number)).filter((one) => one.text?.startsWith('to them'))
  expect(arrived.map((one) => one.text).toSorted()).toEqual(ours.toSorted())
  expect(arrived.every(({ copies }) => copies === 1)).toBe(true)
})
