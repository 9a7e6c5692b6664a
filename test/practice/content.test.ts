// Every kind of content, opened by the recipient and told in plain words; what WhatsApp would not take is refused plainly.
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type AnyMessageContent, downloadMediaMessage, type WAMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

let practice: Practice
let bare: Bare
let next = 0
const to = '4915130000001'
const jid = `${to}@s.whatsapp.net`

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 0, reads: false })
  bare = await linkBareSocket(practice)
})
afterAll(async () => {
  await bare.end()
  await practice.close()
})

/** Sends and returns the recipient's entry. */
async function arrives(content: AnyMessageContent, more: object = {}) {
  const sent = await bare.sock.sendMessage(jid, content, { messageId: `3EB0CONTENT${++next}`, ...more })
  const id = sent?.key.id ?? ''
  const entry = await until('the entry', async () =>
    (await practice.client.messages({ to })).find((each) => each.id === id),
  )
  return { entry, sent }
}
const raw = (entry: { raw: unknown }) => entry.raw as Record<string, Record<string, unknown>>

describe('content', () => {
  it('location and contact card', async () => {
    const place = await arrives({ location: { degreesLatitude: 52.52, degreesLongitude: 13.405, name: 'Berlin' } })
    expect(place.entry).toMatchObject({ kind: 'location', text: 'Berlin', latitude: 52.52, longitude: 13.405 })
    const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Amina\nTEL;waid=4915112345678:+49 151 12345678\nEND:VCARD'
    const card = await arrives({ contacts: { displayName: 'Amina', contacts: [{ vcard }] } })
    expect(card.entry).toMatchObject({ kind: 'contact', text: 'Amina' })
  })

  it('poll, reaction, edit and revoke', async () => {
    const poll = await arrives({ poll: { name: 'Lunch?', values: ['Yes', 'No'], selectableCount: 1 } })
    expect(poll.entry).toMatchObject({ kind: 'poll', text: 'Lunch?' })
    const text = await arrives({ text: 'Open until 6' })
    const key = text.sent?.key
    if (!key) throw new Error('No key')
    expect((await arrives({ react: { text: '👍', key } })).entry).toMatchObject({ kind: 'reaction', text: '👍' })
    expect((await arrives({ text: 'Open until 8', edit: key })).entry).toMatchObject({
      kind: 'edit',
      text: 'Open until 8',
    })
    expect((await arrives({ delete: key })).entry).toMatchObject({ kind: 'revoke', text: null })
  })

  it('reply and mention', async () => {
    await practice.client.write({ from: to, to: '15550100001', text: 'How much?' })
    await until('the question', () => bare.heard.some((each) => each.text === 'How much?'))
    const question = bare.heard.find((each) => each.text === 'How much?')
    const quoted = {
      key: { remoteJid: jid, fromMe: false, id: question?.id ?? '' },
      message: { conversation: 'How much?' },
    }
    const reply = await arrives({ text: 'Five euros' }, { quoted })
    expect(reply.entry).toMatchObject({ kind: 'text', text: 'Five euros' })
    expect(raw(reply.entry).extendedTextMessage?.contextInfo).toMatchObject({ stanzaId: question?.id })
    const mention = await arrives({ text: 'Ask @4915112345678', mentions: ['4915112345678@s.whatsapp.net'] })
    expect(raw(mention.entry).extendedTextMessage?.contextInfo).toMatchObject({
      mentionedJid: ['4915112345678@s.whatsapp.net'],
    })
  })

  it('formatted text of 4,096 signs', async () => {
    const text = `*${'𝔞'.repeat(2_000)}* _${'ب'.repeat(2_091)}_`
    expect((await arrives({ text })).entry.text).toBe(text)
  })

  it('refuses status and channels plainly', async () => {
    await bare.sock.sendMessage('status@broadcast', { text: 'My day' }, { messageId: 'STATUS1', statusJidList: [jid] })
    await until('the refusal', () => bare.acks.get('STATUS1') === '405')
    await bare.sock.sendMessage('120363000000000000@newsletter', { text: 'News' }, { messageId: 'CHANNEL1' })
    await until('the refusal', () => bare.acks.get('CHANNEL1') === '405')
    expect((await practice.client.messages()).filter((each) => ['STATUS1', 'CHANNEL1'].includes(each.id))).toEqual([])
  })

  it('sees typing and presence, with their times', async () => {
    await until('a name', () => bare.auth.creds.me?.name)
    await bare.sock.sendPresenceUpdate('available')
    await bare.sock.sendPresenceUpdate('composing', jid)
    const typed = await until('the typing', async () =>
      (await practice.client.ledger(0, 10_000)).find((entry) => entry.tag === 'chatstate'),
    )
    expect(typed).toMatchObject({ direction: 'in', stanza: { attrs: { to: jid }, children: [{ tag: 'composing' }] } })
    expect(typed.at).toBeGreaterThan(Date.now() - 60_000)
    await until('the presence', async () =>
      (await practice.client.ledger(0, 10_000)).some(
        (entry) => entry.tag === 'presence' && JSON.stringify(entry.stanza).includes('available'),
      ),
    )
  })

  it('brings pictures and files from contacts', async () => {
    const { filesUrl } = await practice.client.network()
    const image = Buffer.from(await (await fetch(`${filesUrl}/photo.jpg`)).arrayBuffer()).toString('base64')
    let seen = ''
    bare.sock.ev.on('messages.upsert', ({ messages }) => {
      for (const { message } of messages) seen ||= message?.imageMessage?.caption ?? ''
    })
    await practice.client.write({ from: to, to: '15550100001', text: 'Like this one', image })
    await until('the picture', () => seen === 'Like this one')
  })

  it('files that contacts send are opened by Baileys’ own downloader', async () => {
    const { ca, filesUrl } = await practice.client.network()
    const usual = getCACertificates('default')
    setDefaultCACertificates([...usual, ca])
    try {
      for (const [name, field] of [
        ['photo.jpg', 'image'],
        ['invoice.pdf', 'document'],
      ] as const) {
        const file = Buffer.from(await (await fetch(`${filesUrl}/${name}`)).arrayBuffer())
        const heard = new Promise<WAMessage>((resolve) => {
          bare.sock.ev.on('messages.upsert', ({ messages: [message] }) => {
            if (message?.message?.[`${field}Message`]) resolve(message)
          })
        })
        await practice.client.write({ from: to, to: '15550100001', [field]: file.toString('base64'), fileName: name })
        expect(await downloadMediaMessage(await heard, 'buffer', {})).toEqual(file)
      }
    } finally {
      setDefaultCACertificates(usual)
    }
  })
})
