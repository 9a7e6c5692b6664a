// Recipients: several devices each, LIDs, a new phone, and receipts in every manner.
import type { WAMessageUpdate } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

let practice: Practice
let bare: Bare
const jid = (number: string) => `${number}@s.whatsapp.net`
const updates: { id: string; status: number; from: string; at: number }[] = []
const opened = async (id: string) =>
  (await practice.client.ledger(0, 10_000)).filter((entry) => {
    const { attrs } = entry.stanza as { attrs: Record<string, string> }
    return entry.tag === 'opened' && attrs.id === id
  })
const send = async (to: string, text: string) => (await bare.sock.sendMessage(to, { text }))?.key.id ?? ''
const statuses = (id: string) => updates.filter((each) => each.id === id).map((each) => each.status)

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 5, readAfterMs: 10, reads: false })
  bare = await linkBareSocket(practice)
  bare.sock.ev.on('messages.update', (more: WAMessageUpdate[]) => {
    for (const { key, update } of more) {
      if (typeof update.status === 'number')
        updates.push({ id: key.id ?? '', status: update.status, from: key.remoteJid ?? '', at: Date.now() })
    }
  })
})
afterAll(async () => {
  await bare.end()
  await practice.close()
})

describe('recipients', () => {
  it.each([1, 2, 3, 4])('open their own copy on each of %i devices', async (devices) => {
    const number = `49151200000${devices}1`
    await practice.client.contact(number, { devices })
    const id = await send(jid(number), `To ${devices}`)
    expect(await until('one entry', async () => (await practice.client.messages({ to: number }))[0])).toMatchObject({
      id,
      copies: 1,
    })
    expect((await opened(id)).map((entry) => entry.device).sort()).toEqual(
      Array.from({ length: devices }, (_, device) => `${number}:${device}`),
    )
  })

  it('are found under their LID as well as their number', async () => {
    const number = '4915120000100'
    await send(jid(number), 'By number')
    const lid = await bare.sock.signalRepository.lidMapping.getLIDForPN(jid(number))
    expect(lid).toMatch(/^1\d{15}@lid$/)
    await send(lid ?? '', 'By LID')
    const messages = await until('both', async () => {
      const all = await practice.client.messages({ to: number })
      return all.length === 2 && all
    })
    expect(messages.map((message) => message.text)).toEqual(['By number', 'By LID'])
  })

  it('move to their LID: receipts and messages come from it, the chat goes on', async () => {
    const number = '4915120000101'
    await practice.client.contact(number, { lid: true })
    const id = await send(jid(number), 'Hello')
    const update = await until('the receipt', () => updates.find((each) => each.id === id))
    expect(update.from).toMatch(/@lid$/)
    await practice.client.write({ from: number, to: '15550100001', text: 'I am on LID' })
    const heard = await until('the message', () => bare.heard.find((each) => each.text === 'I am on LID'))
    expect(heard.from).toMatch(/@lid$/)
    await send(jid(number), 'Still here')
    await until('the second', async () => (await practice.client.messages({ to: number }))[1])
  })

  it('take a new phone in the middle: the client writes to the new identity', async () => {
    const number = '4915120000102'
    await send(jid(number), 'Before')
    await until('the first', async () => (await practice.client.messages({ to: number }))[0])
    await practice.client.reinstall(number)
    await send(jid(number), 'After')
    const [, second] = await until('the second', async () => {
      const all = await practice.client.messages({ to: number })
      return all.length === 2 && all
    })
    expect(second?.text).toBe('After')
  })

  it('take a new phone while the client is away: the message is asked for again and arrives', async () => {
    const number = '4915120000103'
    await send(jid(number), 'Before')
    await until('the first', async () => (await practice.client.messages({ to: number }))[0])
    // The notice is lost on the way, as it can be.
    await practice.client.fault({ kind: 'stall', device: '15550100001', afterMs: 0 })
    await until('the stall', async () => (await practice.client.faults()).length === 0)
    await practice.client.reinstall(number)
    const id = send(jid(number), 'After')
    await practice.client.endFaults()
    const [, second] = await until('the second', async () => {
      const all = await practice.client.messages({ to: number })
      return all.length === 2 && all
    })
    expect(second).toMatchObject({ id: await id, text: 'After' })
  })

  it('link another device, and the client learns of it', async () => {
    const number = '4915120000104'
    await send(jid(number), 'One device')
    await practice.client.contact(number, { devices: 2 })
    await practice.client.write({ from: number, to: '15550100001', text: 'I have a PC now' })
    await until('the notice passed', () => bare.heard.some((each) => each.text === 'I have a PC now'))
    const id = await send(jid(number), 'Two devices')
    await until('both devices', async () => (await opened(id)).length === 2)
  })
})

describe('receipts', () => {
  it('come delivered, then read; for voice played too', async () => {
    const number = '4915120000200'
    await practice.client.contact(number, { reads: true, deliverAfterMs: 50, readAfterMs: 400 })
    const { filesUrl } = await practice.client.network()
    const audio = Buffer.from(await (await fetch(`${filesUrl}/voice.ogg`)).arrayBuffer())
    const sent = await bare.sock.sendMessage(jid(number), { audio, mimetype: 'audio/ogg; codecs=opus', ptt: true })
    await until('played', () => statuses(sent?.key.id ?? '').includes(5))
    expect(statuses(sent?.key.id ?? '')[0]).toBe(3)
  })

  it('come in the wrong order', async () => {
    const number = '4915120000201'
    await practice.client.contact(number, { reads: true, deliverAfterMs: 50, readAfterMs: 400, receipts: 'reversed' })
    const id = await send(jid(number), 'Backwards')
    await until('both', () => statuses(id).length === 2)
    expect(statuses(id)).toEqual([4, 3])
  })

  it('come twice, or read alone, or late', async () => {
    await practice.client.contact('4915120000202', { reads: false, deliverAfterMs: 20, receipts: 'doubled' })
    const doubled = await send(jid('4915120000202'), 'Twice')
    await until('two of them', () => statuses(doubled).length === 2)
    expect(statuses(doubled)).toEqual([3, 3])
    await practice.client.contact('4915120000203', { reads: true, readAfterMs: 30, receipts: 'read-only' })
    const only = await send(jid('4915120000203'), 'Read only')
    await until('the read', () => statuses(only).includes(4))
    expect(statuses(only)).toEqual([4])
    await practice.client.contact('4915120000204', { reads: false, deliverAfterMs: 900 })
    const sentAt = Date.now()
    const late = await send(jid('4915120000204'), 'Late')
    await until('the late one', () => statuses(late).includes(3))
    expect(Date.now() - sentAt).toBeGreaterThan(850)
  })

  it('are drawn from the seed: two networks with one seed behave alike', async () => {
    const fates = async (seed: number) => {
      const other = await startPractice({ seed })
      const socket = await linkBareSocket(other)
      await other.client.contact('*', { deliverAfterMs: 0, readAfterMs: 0 })
      const read = new Set<string>()
      const delivered = new Set<string>()
      const numbers = Array.from({ length: 20 }, (_, i) => String(4_915_120_001_000 + i))
      const receipt = (node: { attrs: Record<string, string> }) => {
        const number = node.attrs.from?.split('@')[0] ?? ''
        if (node.attrs.type === 'read') read.add(number)
        else if (!node.attrs.type) delivered.add(number)
      }
      socket.sock.ws.on('CB:receipt', receipt)
      for (const number of numbers) await socket.sock.sendMessage(jid(number), { text: 'Hello' })
      await until('all delivered', () => delivered.size === numbers.length)
      await other.client.messages()
      await socket.end()
      await other.close()
      return [...read].sort().join(' ')
    }
    const first = await fates(7)
    expect(first.split(' ').length).toBeGreaterThan(8)
    expect(first.split(' ').length).toBeLessThan(20)
    expect(await fates(7)).toBe(first)
    expect(await fates(8)).not.toBe(first)
  })
})
