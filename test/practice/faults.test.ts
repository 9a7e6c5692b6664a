// Every way the network can misbehave, as unmodified Baileys sees it. One file, because one link is made for all of them and
// each fault must leave it fit for the next.
import type { WAMessageUpdate } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, openBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

const number = '15550100001'
const jid = (to: string) => `${to}@s.whatsapp.net`
let practice: Practice
let bare: Bare
let next = 0
/** A recipient nobody has written to yet. */
const stranger = () => jid(String(4_915_000_000_000 + ++next))
const send = async (to: string, text: string) => (await bare.sock.sendMessage(to, { text }))?.key.id ?? ''
const reopen = async () => {
  bare = await openBareSocket(practice, bare.auth)
}

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 5, reads: false })
  bare = await linkBareSocket(practice, number)
})
beforeEach(async () => {
  if (!bare.isOpen()) await reopen()
})
afterEach(() => practice.client.endFaults())
afterAll(async () => {
  await bare.end()
  await practice.close()
})

describe('faults of the connection', () => {
  it.each([
    ['drop', undefined, 428],
    ['half-close', undefined, 428],
    ['stream-error', undefined, 503],
    ['stream-error', 500, 500],
    ['stream-error', 515, 515],
    ['replaced', undefined, 440],
  ])('%s (code %s) closes with %i, and the next login works', async (kind, code, expected) => {
    await practice.client.fault({ kind, device: number, ...(code !== undefined && { code }) })
    await until('the close', () => bare.closeCode() === expected)
    await reopen()
    expect(await practice.client.faults()).toEqual([])
  })

  it('strikes later, as often as told, also after a login', async () => {
    await practice.client.fault({ kind: 'drop', device: number, count: 2, afterMs: 50 })
    await until('the first drop', () => bare.closeCode() === 428)
    await reopen()
    await until('the second drop', () => bare.closeCode() === 428)
    await reopen()
    expect(await practice.client.faults()).toEqual([])
  })

  it('spares other numbers', async () => {
    await practice.client.fault({ kind: 'drop', device: '15550100002' })
    await send(stranger(), 'Undisturbed')
    expect(bare.closeCode()).toBeUndefined()
  })

  it('drops on a message before it is accepted: it is lost, and sent again it arrives once', async () => {
    const to = stranger()
    await practice.client.fault({ kind: 'drop', device: number, when: 'message' })
    await bare.sock.sendMessage(to, { text: 'Lost' }, { messageId: '3EB0LOST' }).catch(() => undefined)
    await until('the drop', () => bare.closeCode() === 428)
    expect(await practice.client.messages({ to: to.split('@')[0] ?? '' })).toEqual([])
    await reopen()
    await bare.sock.sendMessage(to, { text: 'Lost' }, { messageId: '3EB0LOST' })
    await until('the ack', () => bare.acks.has('3EB0LOST'))
    expect(await practice.client.messages({ to: to.split('@')[0] ?? '' })).toMatchObject([
      { id: '3EB0LOST', copies: 1 },
    ])
  })

  it('drops after acceptance, before the ack: the recipient has it, and a second copy changes nothing', async () => {
    const to = stranger()
    await practice.client.fault({ kind: 'drop', device: number, when: 'accepted' })
    await bare.sock.sendMessage(to, { text: 'Unsure' }, { messageId: '3EB0UNSURE' }).catch(() => undefined)
    await until('the drop', () => bare.closeCode() === 428)
    expect(await practice.client.messages({ to: to.split('@')[0] ?? '' })).toMatchObject([
      { id: '3EB0UNSURE', copies: 1 },
    ])
    await reopen()
    await bare.sock.sendMessage(to, { text: 'Unsure' }, { messageId: '3EB0UNSURE' })
    await until('the ack', () => bare.acks.has('3EB0UNSURE'))
    expect(await practice.client.messages({ to: to.split('@')[0] ?? '' })).toMatchObject([
      { id: '3EB0UNSURE', copies: 2 },
    ])
  })

  it('stalls: the line stays open and deaf, until the fault is taken away', async () => {
    const id = await practice.client.fault({ kind: 'stall', device: number })
    await until('the stall', async () => (await practice.client.faults()).length === 0)
    const asked = bare.sock.onWhatsApp('15550161234')
    const early = await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve('silence'), 300))])
    expect(early).toBe('silence')
    expect(bare.closeCode()).toBeUndefined()
    await practice.client.endFault(id).catch(() => undefined)
    expect(await asked).toMatchObject([{ exists: true }])
  })

  it('logs out: 401, and the link is gone', async () => {
    const other = await linkBareSocket(practice, '15550100003')
    await practice.client.fault({ kind: 'logged-out', device: '15550100003' })
    await until('the end', () => other.closeCode() === 401)
    expect((await practice.client.phones())[2]?.devices).toEqual([])
  })
})

describe('faults of the wire', () => {
  it('breaks off in the middle of a frame', async () => {
    await practice.client.fault({ kind: 'half-frame', device: number })
    await until('the fault', async () => (await practice.client.faults()).length === 0)
    await bare.sock.onWhatsApp('15550161234').catch(() => undefined)
    await until('the close', () => bare.closeCode() === 428)
    await reopen()
  })

  it('speaks in single bytes', async () => {
    await practice.client.fault({ kind: 'one-byte', device: number })
    await until('the fault', async () => (await practice.client.faults()).length === 0)
    expect(await bare.sock.onWhatsApp('15550161234')).toHaveLength(1)
    const id = await send(stranger(), 'In crumbs')
    await until('the ack', () => bare.acks.has(id))
    await bare.end()
    await reopen()
  })

  it('gives acks in another order than the messages came', async () => {
    const order: string[] = []
    bare.sock.ws.on('CB:ack,class:message', (stanza: { attrs: { id: string } }) => void order.push(stanza.attrs.id))
    await practice.client.fault({ kind: 'reorder-acks', device: number, count: 2 })
    const ids = [await send(stranger(), 'One'), await send(stranger(), 'Two')]
    await until('both acks', () => order.length === 2)
    expect(order).toEqual([...ids].reverse())
  })

  it('has a clock that is wrong', async () => {
    let told = 0
    bare.sock.ws.on('CB:ack,class:message', (stanza: { attrs: { t: string } }) => {
      told = Number(stanza.attrs.t)
    })
    await practice.client.fault({ kind: 'clock-skew', device: number, afterMs: -86_400_000 })
    const id = await send(stranger(), 'What time is it?')
    await until('the ack', () => bare.acks.has(id))
    expect(Math.abs(Date.now() / 1000 - 86_400 - told)).toBeLessThan(5)
  })

  it('sends garbage: the client cannot read on', async () => {
    const listeners = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    const rejected = new Promise((resolve) => process.once('unhandledRejection', resolve))
    try {
      await practice.client.fault({ kind: 'garbage', device: number })
      // Baileys rc14 rejects a promise that nobody holds.
      expect(String(await rejected)).toContain('authenticate')
    } finally {
      for (const listener of listeners) process.on('unhandledRejection', listener)
    }
    await bare.end()
    await reopen()
  })

  it('gets garbage: that socket alone is closed', async () => {
    const { wsUrl } = await practice.client.network()
    for (const bytes of [
      Buffer.from('hello'),
      Buffer.alloc(5_000, 0xff),
      Buffer.from([87, 65, 6, 3, 0, 0, 4, 1, 2, 3, 4]),
    ]) {
      const socket = new WebSocket(wsUrl)
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
      socket.addEventListener('open', () => socket.send(bytes))
      await closed
    }
    const id = await send(stranger(), 'Undisturbed')
    await until('the ack', () => bare.acks.has(id))
  })
})

describe('faults of the service', () => {
  it('acknowledges late, or not at all', async () => {
    await practice.client.fault({ kind: 'slow-ack', device: number, afterMs: 300, count: 1 })
    const before = Date.now()
    const slow = await send(stranger(), 'Slow')
    await until('the late ack', () => bare.acks.has(slow))
    expect(Date.now() - before).toBeGreaterThan(280)
    await practice.client.fault({ kind: 'no-ack', device: number, count: 1 })
    const none = await send(stranger(), 'None')
    const next = await send(stranger(), 'Next')
    await until('the ack of the next', () => bare.acks.has(next))
    expect(bare.acks.has(none)).toBe(false)
  })

  it.each([463, 479, 429, 500, 403])('refuses with the ack error %i: nothing arrives', async (code) => {
    const updates: WAMessageUpdate[] = []
    bare.sock.ev.on('messages.update', (more) => void updates.push(...more))
    await practice.client.fault({ kind: 'ack-error', device: number, code, count: 1 })
    const to = stranger()
    const id = await send(to, 'Refused')
    await until('the refusal', () => bare.acks.get(id) === String(code))
    await until('the update', () => updates.some(({ key, update }) => key.id === id && update.status === 0))
    expect(await practice.client.messages({ to: to.split('@')[0] ?? '' })).toEqual([])
  })

  it('bans: 403 at once and at each login, until it is lifted', async () => {
    await practice.client.fault({ kind: 'banned', device: number })
    await until('the ban', () => bare.closeCode() === 403)
    await expect(reopen()).rejects.toThrow('403')
    await practice.client.endFaults()
    await reopen()
  })

  it('bans for a while with 402, its reason and its end', async () => {
    await practice.client.fault({ kind: 'banned', device: number, code: 402, afterMs: 60_000 })
    await until('the ban', () => bare.closeCode() === 402)
    const error = bare.states.at(-1)?.lastDisconnect?.error as { data?: Record<string, string> } | undefined
    expect(error?.data).toMatchObject({ reason: '402', code: '101', expire: '60' })
    await practice.client.endFaults()
    await reopen()
  })

  it('finds the client outdated with 405', async () => {
    await practice.client.fault({ kind: 'banned', device: number, code: 405 })
    await until('the refusal', () => bare.closeCode() === 405)
    await practice.client.endFaults()
    await reopen()
  })

  it('limits queries with 429', async () => {
    await practice.client.fault({ kind: 'rate-overlimit', device: number, count: 1 })
    await expect(bare.sock.onWhatsApp('15550161299')).rejects.toMatchObject({ data: 429 })
    expect(await bare.sock.onWhatsApp('15550161299')).toHaveLength(1)
  })

  it('locks reaching out: strangers are refused with 463, known chats go on, the end is told', async () => {
    const known = stranger()
    const first = await send(known, 'First')
    await until('a known chat', () => bare.acks.has(first))
    await practice.client.messages()
    const locks: { isActive?: boolean | undefined; timeEnforcementEnds?: Date | undefined }[] = []
    bare.sock.ev.on(
      'connection.update',
      ({ reachoutTimeLock }) => void (reachoutTimeLock && locks.push(reachoutTimeLock)),
    )
    await practice.client.fault({ kind: 'reachout-timelock', device: number, afterMs: 3_600_000 })
    await until('the notice', () => locks.some((lock) => lock.isActive))
    expect(Number(locks[0]?.timeEnforcementEnds)).toBeGreaterThan(Date.now() + 3_500_000)
    const refused = await send(stranger(), 'Cold')
    const allowed = await send(known, 'Second')
    await until('both answers', () => bare.acks.has(refused) && bare.acks.has(allowed))
    expect([bare.acks.get(refused), bare.acks.get(allowed)]).toEqual(['463', undefined])
    expect(await bare.sock.fetchAccountReachoutTimelock()).toMatchObject({ isActive: true })
    await practice.client.endFaults()
    expect(await bare.sock.fetchAccountReachoutTimelock()).toMatchObject({ isActive: false })
    expect(await bare.sock.fetchNewChatMessageCap()).toMatchObject({ capping_status: 'NONE' })
  })

  it('caps new chats: warns, then refuses strangers with 463, and tells how many are left', async () => {
    await practice.client.fault({ kind: 'new-chat-cap', device: number, count: 2 })
    const codes: (string | undefined)[] = []
    for (const text of ['One', 'Two', 'Three']) {
      const id = await send(stranger(), text)
      await until('an answer', () => bare.acks.has(id))
      codes.push(bare.acks.get(id))
    }
    expect(codes).toEqual([undefined, undefined, '463'])
    expect(await bare.sock.fetchNewChatMessageCap()).toMatchObject({
      total_quota: 2,
      used_quota: 2,
      capping_status: 'CAPPED',
    })
  })

  it('ends a timelock by itself', async () => {
    await practice.client.fault({ kind: 'reachout-timelock', device: number, afterMs: 300 })
    const first = await send(stranger(), 'Too early')
    await until('the refusal', () => bare.acks.get(first) === '463')
    await until('the end', async () => !(await bare.sock.fetchAccountReachoutTimelock()).isActive)
    const second = await send(stranger(), 'Now')
    await until('the ack', () => bare.acks.has(second))
    expect(bare.acks.get(second)).toBeUndefined()
  })

  it('asks again: the recipient cannot read the first copy and gets a second under the same id', async () => {
    const to = stranger()
    await practice.client.fault({ kind: 'retry-receipt', device: number, count: 1 })
    const id = await send(to, 'Once more')
    const message = await until(
      'the second copy',
      async () => (await practice.client.messages({ to: to.split('@')[0] ?? '' }))[0],
    )
    expect(message).toMatchObject({ id, text: 'Once more', copies: 2 })
  })

  it('refuses media', async () => {
    await practice.client.fault({ kind: 'media-refused', count: 1 })
    const { filesUrl } = await practice.client.network()
    const image = Buffer.from(await (await fetch(`${filesUrl}/photo.jpg`)).arrayBuffer())
    const to = stranger()
    await expect(bare.sock.sendMessage(to, { image })).rejects.toThrow('Media upload failed')
    await bare.sock.sendMessage(to, { image })
    await until('the picture', async () => (await practice.client.messages({ to: to.split('@')[0] ?? '' }))[0]?.sha256)
  })

  it('strikes by chance, the same way for the same seed', async () => {
    const outcomes = async () => {
      await practice.client.endFaults()
      await practice.client.fault({ kind: 'ack-error', device: number, code: 500, probability: 0.5, seed: 42 })
      const seen: string[] = []
      for (let i = 0; i < 12; i++) {
        const id = await send(jid('4915000000001'), `Try ${i}`)
        await until('an answer', () => bare.acks.has(id))
        seen.push(bare.acks.get(id) ?? 'ok')
      }
      return seen.join(' ')
    }
    const first = await outcomes()
    expect(first).toContain('500')
    expect(first).toContain('ok')
    expect(await outcomes()).toBe(first)
  })
})
