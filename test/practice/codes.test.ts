// Every close code and ack error of WhatsApp as unmodified Baileys sees it, proofs of linking that fail on either side,
// the digest of keys, and a retry that nobody answers.
import { type BinaryNode, Curve } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bare,
  bareSocket,
  linkBareSocket,
  memoryAuth,
  openBareSocket,
  type Practice,
  startPractice,
  until,
} from '../support/practice.ts'

const phone = '15550100001'
let practice: Practice
let bare: Bare

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 5, reads: false })
  bare = await linkBareSocket(practice, phone)
}, 60_000)
afterEach(() => practice.client.endFaults())
afterAll(async () => {
  await bare.end()
  await practice.close()
})

const devices = async () => (await practice.client.phones())[0]?.devices ?? []
const reopen = async () => {
  bare = await openBareSocket(practice, bare.auth)
}

describe('close codes', () => {
  const codes = [401, 402, 403, 405, 406, 409, 411, 413, 414, 415, 418, 419, 500, 501, 503]

  it.each(codes)('a failure with the reason %i, at once and at the next login; the link stays', async (code) => {
    if (!bare.isOpen()) await reopen()
    await practice.client.fault({ kind: 'banned', device: phone, code })
    await until('the close', () => bare.closeCode() === code)
    const refused = await bareSocket(practice, bare.auth)
    await until('the refused login', () => refused.closeCode() === code)
    await practice.client.endFaults()
    await reopen()
    expect(await devices()).toHaveLength(1)
  })

  it.each([...codes, 428, 440, 515, 516])('a stream error with the code %i; the next login works', async (code) => {
    if (!bare.isOpen()) await reopen()
    await practice.client.fault({ kind: 'stream-error', device: phone, code })
    await until('the close', () => bare.closeCode() === code)
    await reopen()
  })
})

describe('ack errors', () => {
  const errors = [400, 404, 405, 406, 421, 475, 487, 488, 490, 491, 495, 496, 499, 550, 551, 552]

  it.each(errors)('%i comes with its message’s id, and nothing arrives', async (code) => {
    if (!bare.isOpen()) await reopen()
    const to = String(4_915_130_000_000 + code)
    await practice.client.fault({ kind: 'ack-error', device: phone, code, count: 1 })
    const sent = await bare.sock.sendMessage(`${to}@s.whatsapp.net`, { text: 'Refused' })
    const id = sent?.key.id ?? ''
    await until('the ack', () => bare.acks.get(id) === String(code))
    expect(await practice.client.messages({ to })).toEqual([])
    expect(bare.closeCode()).toBeUndefined()
  })
})

describe('proofs of linking', () => {
  it('ends a link whose phone does not know the secret of the code', async () => {
    const before = await devices()
    const first = await bareSocket(practice, memoryAuth())
    const qr = await until('a QR code', () => first.qrs[0])
    const parts = qr.split(',')
    parts[3] = Buffer.alloc(32, 7).toString('base64')
    const scanned = practice.client.scan(phone, parts.join(',')).catch((error: { code?: string }) => error.code)
    await until('the end', () => first.closeCode() !== undefined)
    expect(first.closeCode()).not.toBe(515)
    expect(await scanned).toBe('CONFLICT')
    expect(await devices()).toEqual(before)
  })

  it('refuses a device that cannot sign with the key it shows', async () => {
    const before = await devices()
    const auth = memoryAuth()
    const { public: shown } = auth.creds.signedIdentityKey
    Object.assign(auth.creds, { signedIdentityKey: { public: shown, private: Curve.generateKeyPair().private } })
    const first = await bareSocket(practice, auth)
    const qr = await until('a QR code', () => first.qrs[0])
    await expect(practice.client.scan(phone, qr)).rejects.toThrow('could not prove that it holds its key')
    await until('the end', () => first.closeCode() !== undefined)
    expect(first.closeCode()).not.toBe(515)
    expect(await devices()).toEqual(before)
  })
})

describe('keys and retries', () => {
  it('tells the digest of the keys a device left', async () => {
    if (!bare.isOpen()) await reopen()
    await expect(bare.sock.digestKeyBundle()).resolves.toBeUndefined()
    const digest = (await practice.client.ledger(0, 10_000)).findLast(
      (each) => each.direction === 'out' && JSON.stringify(each.stanza).includes('"digest"'),
    )
    expect(digest).toBeDefined()
  })

  it('leaves a message unread that the client no longer has when it is asked for again', async () => {
    if (!bare.isOpen()) await reopen()
    const to = '4915140000001'
    await practice.client.fault({ kind: 'retry-receipt', device: phone, count: 1 })
    await practice.client.fault({ kind: 'drop', device: phone, when: 'accepted' })
    await bare.sock
      .sendMessage(`${to}@s.whatsapp.net`, { text: 'Forgotten' }, { messageId: '3EB0GONE' })
      .catch(() => {})
    await until('the drop', () => bare.closeCode() === 428)
    await reopen()
    await until('the question', async () =>
      (await practice.client.ledger(0, 10_000)).some(
        (each) =>
          each.tag === 'receipt' && JSON.stringify(each.stanza).includes('"type":"retry"') && each.direction === 'out',
      ),
    )
    // A later message to the same person arrives; the forgotten one stays away.
    await bare.sock.sendMessage(`${to}@s.whatsapp.net`, { text: 'Later' })
    await until('the later one', async () =>
      (await practice.client.messages({ to })).some((each) => each.text === 'Later'),
    )
    expect((await practice.client.messages({ to })).map((each) => each.text)).toEqual(['Later'])
  })

  it('still reads what was sealed before it was asked to write again', async () => {
    if (!bare.isOpen()) await reopen()
    const friend = '4915140000002'
    const { sock } = bare
    const arrived = async (text: string) =>
      until(text, async () => (await practice.client.messages({ to: friend })).find((each) => each.text === text))
    await sock.sendMessage(`${friend}@s.whatsapp.net`, { text: 'First' })
    await arrived('First')
    const written = new Promise<BinaryNode>((resolve) => sock.ws.once('CB:message', resolve))
    await practice.client.write({ from: friend, to: phone, text: 'Hello' })
    const node = await written
    await until('Hello', () => bare.heard.some((each) => each.text === 'Hello'))
    // What a client does that was ended between reading a message and saying so. The new letter lies unread meanwhile.
    const line = (sock.ws as unknown as { socket: { pause(): void; resume(): void } }).socket
    line.pause()
    await sock.sendRetryRequest(node, true)
    const letters = async () =>
      (await practice.client.ledger(0, 10_000)).filter(
        (each) => each.tag === 'message' && JSON.stringify(each.stanza).includes(node.attrs.id ?? ''),
      )
    await until('the new letter', async () => (await letters()).length > 1)
    const readings = async () =>
      (await practice.client.ledger(0, 10_000)).filter((each) => {
        const shape = JSON.stringify(each.stanza)
        return (
          each.tag === 'receipt' &&
          each.direction === 'in' &&
          shape.includes(node.attrs.id ?? '') &&
          !shape.includes('"retry"')
        )
      }).length
    const before = await readings()
    await sock.sendMessage(`${friend}@s.whatsapp.net`, { text: 'Second' })
    line.resume()
    expect(await arrived('Second')).toMatchObject({ copies: 1 })
    // What came in the old session has left the new one as it was.
    await until('the new letter is read', async () => (await readings()) > before)
    await sock.sendMessage(`${friend}@s.whatsapp.net`, { text: 'Third' })
    expect(await arrived('Third')).toMatchObject({ copies: 1 })
  })
})
