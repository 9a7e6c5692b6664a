// Waiting messages go to another device: those picked, or all of one; the order stays, and a move can be taken back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { page, type Rig, startRig } from '../support/engine.ts'

let rig: Rig
let shop: string
let sales: string

beforeAll(async () => {
  rig = await startRig()
  shop = await rig.link('15550100001', 'Shop')
  sales = await rig.link('15550100002', 'Sales')
})
afterAll(() => rig.close())

const queue = () => rig.engine.operations.queue
const pause = (isPaused: boolean) => rig.engine.operations.settings.update({ isPaused }, page)
const waiting = async (sessionId: string) =>
  (await queue().list({ limit: 1000, sessionId }, page)).messages.map(({ queueId }) => queueId)

async function fill(count: number, sessionId: string, start: number): Promise<number[]> {
  const messages = Array.from({ length: count }, (_, index) => ({
    number: String(start + index),
    message: `no. ${index}`,
    sessionId,
  }))
  return (await rig.engine.operations.messages.sendBulk({ messages }, page)).queueIds
}

test('those picked go, keep their places, and come back', async () => {
  await pause(true)
  const mine = await fill(5, shop, 15_554_100_001)
  const theirs = await fill(2, sales, 15_554_100_101)
  const picked = [mine[1], mine[3], theirs[0]].filter((id) => id !== undefined)
  const { moved, already, movedFrom } = await queue().move({ queueIds: picked, to: sales }, page)
  expect([moved, already, movedFrom]).toEqual([2, 1, [{ sessionId: shop, queueIds: [mine[1], mine[3]] }]])
  expect(await waiting(shop)).toEqual([mine[0], mine[2], mine[4]])
  expect(await waiting(sales)).toEqual([mine[1], mine[3], ...theirs])
  const { devices } = await rig.engine.operations.devices.list({}, page)
  expect(devices.map(({ inQueue }) => inQueue)).toEqual([3, 4])
  const { message } = await rig.engine.operations.messages.get({ queueId: picked[0] ?? 0 }, page)
  expect(message.timeline.at(-1)).toMatchObject({ event: 'moved', detail: 'Sales' })

  expect(await queue().moveBack({ moves: movedFrom }, page)).toEqual({ moved: 2 })
  expect(await waiting(shop)).toEqual(mine)
  expect(await waiting(sales)).toEqual(theirs)
})

test('they leave from the device that they were moved to, and what has gone does not move', async () => {
  const mine = await waiting(shop)
  await queue().move({ queueIds: mine.slice(0, 2), to: sales }, page)
  await pause(false)
  for (const queueId of [...mine, ...(await waiting(sales))]) await rig.ended(queueId, 'sent')
  const received = await rig.practice.client.messages({})
  const from = (last: number) => received.filter(({ to }) => to === `1555410000${last}`).map((one) => one.from)
  expect([1, 2, 3, 4, 5].map(from)).toEqual([
    ['15550100002'],
    ['15550100002'],
    ['15550100001'],
    ['15550100001'],
    ['15550100001'],
  ])
  expect(await queue().move({ queueIds: mine, to: shop }, page)).toEqual({ moved: 0, already: 0, movedFrom: [] })
})

test('all of a device go in pieces', async () => {
  await pause(true)
  const mine = await fill(1_201, shop, 15_554_200_001)
  expect(await queue().move({ from: shop, to: shop }, page)).toMatchObject({ moved: 0, movedFrom: [] })
  const { moved, movedFrom } = await queue().move({ from: shop, to: sales }, page)
  expect(moved).toBe(1_201)
  expect(await waiting(shop)).toEqual([])
  expect(await queue().moveBack({ moves: movedFrom }, page)).toEqual({ moved: 1_201 })
  expect((await waiting(shop)).length).toBe(1_000)
  expect(await queue().clear({ all: true }, page)).toMatchObject({ cancelled: mine.length })
})

test('what cannot be is refused in one sentence', async () => {
  const refused = (input: Parameters<ReturnType<typeof queue>['move']>[0]) => queue().move(input, page)
  const say = { code: 'VALIDATION_ERROR' }
  await expect((async () => refused({ to: sales }))()).rejects.toMatchObject({ ...say, field: 'queueIds' })
  await expect((async () => refused({ from: shop, queueIds: [1], to: sales }))()).rejects.toMatchObject(say)
  await expect((async () => refused({ queueIds: [1], to: 'nobody' }))()).rejects.toMatchObject({
    code: 'DEVICE_NOT_FOUND',
    field: 'to',
  })
  const { device } = await rig.engine.operations.devices.create({ name: 'New' }, page)
  await expect((async () => refused({ queueIds: [1], to: device.sessionId }))()).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})
