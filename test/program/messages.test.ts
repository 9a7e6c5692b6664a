import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Caller } from '@contract/operation.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { page, type Rig, startRig } from '../support/engine.ts'
import { until } from '../support/practice.ts'

let rig: Rig
let shop: string
const send = (number: string, message: string, more = {}) =>
  rig.engine.operations.messages.send(
    {
      number,
      message,
      mediaUrl: undefined,
      mediaType: undefined,
      fileId: undefined,
      fileName: undefined,
      sessionId: undefined,
      ...more,
    },
    page,
  )
const received = async (to: string) => await rig.practice.client.messages({ to })

beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

test('without a linked device nothing is queued', async () => {
  await expect(send('15551230001', 'hello')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await rig.engine.operations.queue.summary({}, page)).toMatchObject({ waiting: 0 })
})

describe('with a linked device', () => {
  beforeAll(async () => {
    shop = await rig.link('15550100001')
  })

  test('a text arrives once, is delivered and read, and tells its story', async () => {
    await rig.practice.client.contact('15551230002', { reads: true, deliverAfterMs: 300, readAfterMs: 600 })
    const answer = await send('+1 (555) 123-0002', 'Your *order* is ready')
    expect(answer).toMatchObject({
      status: 'pending',
      message: 'Message queued successfully',
      estimatedDelivery: 'about 1 second',
    })
    const message = await until('it is read', async () => {
      const { message: now } = await rig.engine.operations.messages.get({ queueId: answer.queueId }, page)
      return now.readAt !== null && now
    })
    expect(message).toMatchObject({ status: 'sent', number: '15551230002', sessionId: shop })
    expect(message.timeline.map((entry) => entry.event)).toEqual(['queued', 'sending', 'sent', 'delivered', 'read'])
    const [got, ...others] = await received('15551230002')
    expect(got).toMatchObject({ text: 'Your *order* is ready', id: message.waId, copies: 1, from: '15550100001' })
    expect(others).toEqual([])
  })

  test('a file arrives byte for byte', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(200_000), Buffer.from('\n%%EOF\n')])
    const file = await rig.engine.files.add(Readable.from([bytes]), { name: 'invoice.pdf' })
    const { queueId } = await send('15551230003', 'Your invoice', { fileId: file.fileId })
    await rig.ended(queueId, 'sent')
    const got = await until('the file has arrived', async () => (await received('15551230003'))[0])
    expect(got).toMatchObject({
      kind: 'document',
      fileName: 'invoice.pdf',
      caption: 'Your invoice',
      sha256: file.sha256,
      bytes: bytes.length,
    })
  })

  test('a number that is not on WhatsApp fails with that reason, and nothing goes out to it', async () => {
    const { queueId } = await send('15551230000', 'hello')
    const message = await rig.ended(queueId, 'failed')
    expect(message).toMatchObject({
      errorCode: 'not-on-whatsapp',
      error: 'This number is not on WhatsApp.',
      waId: null,
    })
    expect(await received('15551230000')).toEqual([])
  })

  test('who asked to stop is never written to, although the message was queued before', async () => {
    await rig.engine.operations.queue.summary({}, page)
    await rig.engine.operations.settings.update({ isPaused: true }, page)
    const { queueId } = await send('15551230004', 'an offer')
    await rig.practice.client.write({ from: '15551230004', to: '15550100001', text: ' Stop! ' })
    await until('the number is on the list', async () => {
      const { optOuts } = await rig.engine.operations.optOuts.list({ limit: 100 }, page)
      return optOuts.some((one) => one.number === '15551230004' && one.source === 'reply')
    })
    await rig.engine.operations.settings.update({ isPaused: false }, page)
    expect(await rig.ended(queueId, 'failed', 'sent')).toMatchObject({ status: 'failed', errorCode: 'opted-out' })
    expect(await received('15551230004')).toEqual([])
  })

  test('a list queues the good rows and names the bad ones', async () => {
    const answer = await rig.engine.operations.messages.sendBulk(
      {
        messages: [
          { number: '15551240001', message: 'one' },
          { number: 'abc', message: 'two' },
          { number: '15551240002' },
          { Number: '15551240003', Message: 'three', MediaUrl: null, MediaType: null },
          { message: 'four' },
        ],
      },
      page,
    )
    expect(answer).toMatchObject({ queued: 2, failed: 3, message: 'Bulk messages queued' })
    expect(answer.errors?.map(({ index, field, code }) => [index, field, code])).toEqual([
      [1, 'number', 'VALIDATION_ERROR'],
      [2, 'message', 'VALIDATION_ERROR'],
      [4, 'number', 'VALIDATION_ERROR'],
    ])
    expect(answer.errors?.[2]?.error).toBe('Phone number is required')
    for (const queueId of answer.queueIds) await rig.ended(queueId, 'sent')
    expect((await received('15551240003')).map((message) => message.text)).toEqual(['three'])
  })

  test('the same Idempotency-Key makes one message, another body is refused', async () => {
    const { id } = rig.engine.keys.issue('Till', ['send'])
    const caller = (fingerprint: number): Caller => ({
      kind: 'key',
      keyId: id,
      name: 'Till',
      scopes: ['send'],
      idempotency: { key: 'order-7', fingerprint: new Uint8Array([fingerprint]) },
    })
    const draft = {
      number: '15551240009',
      message: 'once',
      mediaUrl: undefined,
      mediaType: undefined,
      fileId: undefined,
      fileName: undefined,
      sessionId: undefined,
    }
    const { send: accept } = rig.engine.operations.messages
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(draft, caller(1))))
    expect(new Set(answers.map((answer) => answer.queueId)).size).toBe(1)
    await expect(accept(draft, caller(2))).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
    await rig.ended(answers[0]?.queueId ?? 0, 'sent')
    expect(await received('15551240009')).toHaveLength(1)
  })

  test('what waits can be cancelled and put back in its old place', async () => {
    const { operations } = rig.engine
    await operations.devices.pause({ sessionId: shop }, page)
    const ids: number[] = []
    for (const index of [1, 2, 3]) ids.push((await send(`1555125000${index}`, `place ${index}`)).queueId)
    const [, second = 0] = ids
    expect(await operations.queue.cancel({ queueId: second }, page)).toEqual({ cancelled: 1, queueIds: [second] })
    await expect(operations.queue.cancel({ queueId: second }, page)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await operations.queue.list({ limit: 100 }, page)).messages.map((one) => one.queueId)).toEqual([
      ids[0],
      ids[2],
    ])
    expect(await operations.queue.restore({ queueIds: [second] }, page)).toMatchObject({ restored: 1 })
    const waiting = await operations.queue.list({ limit: 100 }, page)
    expect(waiting.messages.map((one) => [one.queueId, one.waitingFor])).toEqual(ids.map((id) => [id, 'paused']))
    await expect(operations.queue.clear({}, page)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', field: 'all' })
    expect(await operations.queue.clear({ all: true }, page)).toMatchObject({ cancelled: 3 })
    expect((await operations.queue.summary({}, page)).waiting).toBe(0)
    await operations.devices.resume({ sessionId: shop }, page)
    for (const id of ids)
      expect((await operations.messages.get({ queueId: id }, page)).message.status).toBe('cancelled')
  })

  test('a dropped connection leaves messages waiting, and they go on by themselves under one id each', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => String(15551260001 + index))
    await rig.practice.client.fault({ kind: 'drop', device: '15550100001', afterMs: 60 })
    const { queueIds } = await rig.engine.operations.messages.sendBulk(
      { messages: numbers.map((number) => ({ number, message: `to ${number}` })) },
      page,
    )
    for (const queueId of queueIds) await rig.ended(queueId, 'sent')
    const got = (await rig.practice.client.messages({})).filter((one) => numbers.includes(one.to))
    expect(got.map((one) => one.text).toSorted()).toEqual(numbers.map((number) => `to ${number}`).toSorted())
  })

  test('history filters, counts and exports the same rows', async () => {
    const { operations } = rig.engine
    const failed = await operations.history.list({ status: 'failed', limit: 100 }, page)
    expect(failed.messages.map((one) => one.errorCode).toSorted()).toEqual(['not-on-whatsapp', 'opted-out'])
    const counts = await operations.history.counts({}, page)
    expect(counts).toMatchObject({ failed: 2, cancelled: 3 })
    expect(counts.total).toBe(counts.sent + counts.failed + counts.cancelled)
    const found = await operations.history.list({ q: 'invoice', limit: 10 }, page)
    expect(found.messages.map((one) => one.message)).toEqual(['Your invoice'])
    let csv = ''
    for await (const piece of rig.engine.historyCsv({ status: 'failed' })) csv += String(piece)
    expect(csv.split('\r\n').filter(Boolean)).toHaveLength(3)
    const stats = await operations.stats.get({}, page)
    expect(stats).toMatchObject({ devices: 1, connected: 1, sentTotal: counts.sent, failed: 2, inQueue: 0 })
  })

  test('after a restart the device connects by itself and sends', async () => {
    await rig.restart()
    const { queueId } = await send('15551230002', 'after the restart')
    await rig.ended(queueId, 'sent')
    expect((await received('15551230002')).at(-1)?.text).toBe('after the restart')
  })
})
