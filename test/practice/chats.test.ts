// What the Practice page looks at: what was said with each number both ways, pictures as their recipients opened them,
// what was read, and how often a fault struck.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

let practice: Practice
let bare: Bare
const phone = '15550100001'
const to = '4915130000001'
const jid = `${to}@s.whatsapp.net`
// One black dot.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 0, readAfterMs: 0, reads: true })
  bare = await linkBareSocket(practice)
})
afterAll(async () => {
  await bare.end()
  await practice.close()
})

describe('talks', () => {
  it('tell what was said with a number, both ways, in order, and what was read', async () => {
    await bare.sock.sendMessage(jid, { text: 'Your order is ready.' })
    await until('the text', async () => (await practice.client.chats()).read === 1)
    await practice.client.write({ from: to, to: phone, text: 'Thank you!' })
    const lines = await practice.client.chat(to)
    expect(lines.map(({ text, isTheirs, state }) => ({ text, isTheirs, state }))).toEqual([
      { text: 'Your order is ready.', isTheirs: false, state: 'read' },
      { text: 'Thank you!', isTheirs: true, state: 'sent' },
    ])
    const { received, chats } = await practice.client.chats()
    expect(received).toBe(1)
    expect(chats).toMatchObject([{ number: to, received: 1, lastText: 'Thank you!' }])
  })

  it('show a picture as its recipient opened it', async () => {
    await bare.sock.sendMessage(jid, { image: picture, jpegThumbnail: '', mimetype: 'image/png' })
    const line = await until('the picture', async () =>
      (await practice.client.chat(to)).find(({ mediaSeq }) => mediaSeq !== null),
    )
    const opened = await practice.client.media(line.mediaSeq ?? 0)
    expect(opened).toEqual({ mimeType: 'image/png', base64: picture.toString('base64') })
    await expect(practice.client.media(9_999)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('say when anything has changed, and how often a fault struck', async () => {
    const patience = AbortSignal.timeout(10_000)
    // What was said before may still be written down: the revision is the one that then stays.
    const seen = await practice.client.changed(-1, patience)
    const change = practice.client.changed(seen, patience)
    const id = await practice.client.fault({ kind: 'ack-error', code: 479 })
    expect(await change).not.toBe(seen)
    await bare.sock.sendMessage(jid, { text: 'Refused' })
    await until('the refusal', async () => (await practice.client.faultsNow()).struck['ack-error'] === 1)
    await practice.client.endFault(id)
    expect(await practice.client.faultsNow()).toEqual({ faults: [], struck: { 'ack-error': 1 } })
  })

  it('are forgotten by a reset', async () => {
    await practice.client.reset()
    expect(await practice.client.chats()).toEqual({ received: 0, read: 0, chats: [] })
    expect(await practice.client.faultsNow()).toEqual({ faults: [], struck: {} })
  })
})
