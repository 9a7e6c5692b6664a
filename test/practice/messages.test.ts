// What unmodified Baileys sends arrives decrypted at the recipient, and its answers come back: acks, receipts, replies.
import { createHash, randomBytes } from 'node:crypto'
import type { WAMessageUpdate } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, openBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

let practice: Practice
let bare: Bare
const jid = (number: string) => `${number}@s.whatsapp.net`
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const file = async (name: string): Promise<Buffer> => {
  const { filesUrl } = await practice.client.network()
  return Buffer.from(await (await fetch(`${filesUrl}/${name}`)).arrayBuffer())
}

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 10, readAfterMs: 30, reads: true })
  bare = await linkBareSocket(practice)
})
afterAll(async () => {
  await bare.end()
  await practice.close()
})

/** Statuses that Baileys reports for one id. */
function statuses(of: Bare): Map<string, number[]> {
  const seen = new Map<string, number[]>()
  of.sock.ev.on('messages.update', (updates: WAMessageUpdate[]) => {
    for (const { key, update } of updates) {
      if (typeof update.status === 'number') seen.set(key.id ?? '', [...(seen.get(key.id ?? '') ?? []), update.status])
    }
  })
  return seen
}

describe('messages', () => {
  it('delivers a text: ack, decrypted once, delivered and read', async () => {
    const seen = statuses(bare)
    // Far apart: Baileys merges receipts that come together.
    await practice.client.contact('4915112345678', { readAfterMs: 400 })
    const sent = await bare.sock.sendMessage(jid('4915112345678'), {
      text: 'Grüße, ابتسم, नमस्ते *bold* https://example.com',
      linkPreview: null,
    })
    const id = sent?.key.id ?? ''
    await until('the ack', () => bare.acks.has(id))
    expect(bare.acks.get(id)).toBeUndefined()
    const [message, ...more] = await practice.client.messages({ to: '+4915112345678' })
    expect(more).toEqual([])
    expect(message).toMatchObject({
      id,
      from: '15550100001',
      to: '4915112345678',
      kind: 'text',
      copies: 1,
      text: 'Grüße, ابتسم, नमस्ते *bold* https://example.com',
      caption: null,
      fileName: null,
      mimeType: null,
      bytes: null,
      sha256: null,
      latitude: null,
      longitude: null,
    })
    await until('the read receipt', () => seen.get(id)?.includes(4))
    expect(seen.get(id)).toEqual([3, 4])
  })

  it('delivers image, video, audio, document and sticker, opened and hashed by the recipient', async () => {
    const to = '4915112345679'
    const [photo, clip, voice, invoice, sticker] = await Promise.all(
      ['photo.jpg', 'clip.mp4', 'voice.ogg', 'invoice.pdf', 'sticker.webp'].map(file),
    )
    if (!photo || !clip || !voice || !invoice || !sticker) throw new Error('A sample is missing')
    await bare.sock.sendMessage(jid(to), { image: photo, caption: 'A picture' })
    await bare.sock.sendMessage(jid(to), { video: clip, caption: 'A clip' })
    await bare.sock.sendMessage(jid(to), { audio: voice, mimetype: 'audio/ogg; codecs=opus', ptt: true })
    await bare.sock.sendMessage(jid(to), {
      document: invoice,
      mimetype: 'application/pdf',
      fileName: 'invoice.pdf',
      caption: 'The invoice',
    })
    await bare.sock.sendMessage(jid(to), { sticker })
    const messages = await until('all five', async () => {
      const all = await practice.client.messages({ to })
      return all.length === 5 && all
    })
    expect(
      messages.map(({ kind, caption, fileName, mimeType, bytes, sha256: hash }) => ({
        kind,
        caption,
        fileName,
        mimeType,
        bytes,
        hash,
      })),
    ).toEqual([
      {
        kind: 'image',
        caption: 'A picture',
        fileName: null,
        mimeType: 'image/jpeg',
        bytes: photo.length,
        hash: sha256(photo),
      },
      {
        kind: 'video',
        caption: 'A clip',
        fileName: null,
        mimeType: 'video/mp4',
        bytes: clip.length,
        hash: sha256(clip),
      },
      {
        kind: 'audio',
        caption: null,
        fileName: null,
        mimeType: 'audio/ogg; codecs=opus',
        bytes: voice.length,
        hash: sha256(voice),
      },
      {
        kind: 'document',
        caption: 'The invoice',
        fileName: 'invoice.pdf',
        mimeType: 'application/pdf',
        bytes: invoice.length,
        hash: sha256(invoice),
      },
      {
        kind: 'sticker',
        caption: null,
        fileName: null,
        mimeType: 'image/webp',
        bytes: sticker.length,
        hash: sha256(sticker),
      },
    ])
  })

  it('delivers a file of 20 MB', async () => {
    const big = randomBytes(20 * 1024 * 1024)
    await bare.sock.sendMessage(jid('4915112345680'), {
      document: big,
      mimetype: 'application/zip',
      fileName: 'big.zip',
    })
    const message = await until('the file', async () => (await practice.client.messages({ to: '4915112345680' }))[0])
    expect(message).toMatchObject({ bytes: big.length, sha256: sha256(big) })
  })

  it('knows who is on WhatsApp', async () => {
    expect(await bare.sock.onWhatsApp('15550150000', '15550151234')).toEqual([
      { jid: jid('15550151234'), exists: true },
    ])
    await practice.client.contact('15550151234', { onWhatsApp: false })
    expect(await bare.sock.onWhatsApp('15550151234')).toEqual([])
  })

  it('gives nothing to a number that is not on WhatsApp', async () => {
    const sent = await bare.sock.sendMessage(jid('15550160000'), { text: 'Anybody there?' })
    await until('the ack', () => bare.acks.has(sent?.key.id ?? ''))
    expect(await practice.client.messages({ to: '15550160000' })).toEqual([])
  })

  it('keeps silent for a number that never delivers', async () => {
    const seen = statuses(bare)
    const deaf = await bare.sock.sendMessage(jid('15550169999'), { text: 'Hello' })
    const quick = await bare.sock.sendMessage(jid('15550161111'), { text: 'Hello' })
    await until('the other one read', () => seen.get(quick?.key.id ?? '')?.includes(4))
    expect(seen.get(deaf?.key.id ?? '')).toBeUndefined()
    expect(await practice.client.messages({ to: '15550169999' })).toHaveLength(1)
  })

  it('answers STOP from a number ending in 7777, and lets contacts write of their own accord', async () => {
    const { heard } = bare
    await bare.sock.sendMessage(jid('15550167777'), { text: 'Our offers' })
    await until('STOP', () => heard.some((each) => each.text === 'STOP'))
    expect(heard.find((each) => each.text === 'STOP')?.from).toBe(jid('15550167777'))
    await practice.client.write({ from: '+4917000000001', to: '+15550100001', text: 'Do you deliver?' })
    await until('the question', () =>
      heard.some((each) => each.text === 'Do you deliver?' && each.from === jid('4917000000001')),
    )
    await bare.sock.sendMessage(jid('4917000000001'), { text: 'Yes' })
    const answer = await until('the answer', async () => (await practice.client.messages({ to: '4917000000001' }))[0])
    expect(answer.text).toBe('Yes')
  })

  it('keeps one entry for a message sent twice under one id', async () => {
    await bare.sock.sendMessage(jid('15550161112'), { text: 'Once' }, { messageId: '3EB0TWICE' })
    await bare.sock.sendMessage(jid('15550161112'), { text: 'Once' }, { messageId: '3EB0TWICE' })
    const messages = await until('the second copy', async () => {
      const all = await practice.client.messages({ to: '15550161112' })
      return all[0]?.copies === 2 && all
    })
    expect(messages).toHaveLength(1)
  })

  it('drops the line, and goes on after the reconnect', async () => {
    await practice.client.fault({ kind: 'drop', device: '15550100001' })
    await until('the drop', () => bare.closeCode() === 428)
    bare = await openBareSocket(practice, bare.auth)
    await bare.sock.sendMessage(jid('15550161113'), { text: 'Back again' })
    const message = await until('the message', async () => (await practice.client.messages({ to: '15550161113' }))[0])
    expect(message.text).toBe('Back again')
  })

  it('hands over what came while the device was away', async () => {
    await bare.end()
    await practice.client.write({ from: '4917000000001', to: '15550100001', text: 'Still open?' })
    bare = await openBareSocket(practice, bare.auth)
    await until('the message', () => bare.heard.some((each) => each.text === 'Still open?' && each.type === 'append'))
  })

  it('goes on after a restart of the network with everything it knew', async () => {
    const before = await practice.client.messages()
    await practice.restart()
    expect(await practice.client.messages()).toEqual(before)
    bare = await openBareSocket(practice, bare.auth)
    const seen = statuses(bare)
    const sent = await bare.sock.sendMessage(jid('4915112345678'), { text: 'After the restart' })
    await until('the read receipt', () => seen.get(sent?.key.id ?? '')?.includes(4))
    const [, second] = await practice.client.messages({ to: '4915112345678' })
    expect(second).toMatchObject({ text: 'After the restart', copies: 1 })
    expect((await practice.client.stats()).unknown).toEqual([])
  })
})
