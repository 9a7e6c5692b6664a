// A device's life on real Baileys: linked by code to scan and by code to type, restarted, logged out, thrown out, removed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { linkDevice, type Office, openOffice } from '../support/devices.ts'
import { type Practice, startPractice, until } from '../support/practice.ts'

const page = { kind: 'page' } as const
const phone = '+15550100001'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice()
})
afterAll(async () => await practice.close())

async function office(dataDir?: string): Promise<Office> {
  const opened = await openOffice(practice, dataDir === undefined ? {} : { dataDir })
  onTestFinished(async () => await opened.close())
  return opened
}

test('links by QR through the restart, telling each step', async () => {
  const at = await office()
  const { device } = await at.devices.handlers.create({ name: 'Shop' }, page)
  expect(device).toMatchObject({ name: 'Shop', number: null, status: 'linking', hourlyLimit: 100, isPaused: false })
  const { qr, expiresAt } = await at.devices.handlers.qr({ sessionId: device.sessionId }, page)
  expect(qr).toContain('https://wa.me/settings/linked_devices#')
  expect(expiresAt).toBeGreaterThan(Date.now())
  expect(at.device(device.sessionId)).toMatchObject({
    linkStep: 'waiting-for-scan',
    statusText: 'Waiting for the phone to scan.',
  })
  const steps: (string | null)[] = []
  const watch = setInterval(() => steps.push(at.device(device.sessionId).linkStep), 1)
  await practice.client.scan(phone, qr)
  await until('connected', () => at.device(device.sessionId).status === 'connected')
  clearInterval(watch)
  expect(steps).toContain('scanned')
  expect(at.device(device.sessionId)).toMatchObject({
    number: '15550100001',
    statusText: 'Ready to send.',
    linkStep: null,
  })
  expect(at.told.some(({ name }) => name === 'device.ready')).toBe(true)
  await expect(at.devices.handlers.qr({ sessionId: device.sessionId }, page)).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('links by a code typed on the phone', async () => {
  const at = await office()
  const { device } = await at.devices.handlers.create({ name: 'Sales' }, page)
  const { code } = await at.devices.handlers.pairingCode(
    { sessionId: device.sessionId, number: '+1 555 010 0002' },
    page,
  )
  expect(code).toMatch(/^[A-Z0-9]{8}$/)
  await practice.client.code('+15550100002', code)
  await until('connected', () => at.device(device.sessionId).status === 'connected')
  expect(at.device(device.sessionId).number).toBe('15550100002')
})

test('a code that was not typed is forgotten, and the next one works', async () => {
  const at = await office()
  const { device } = await at.devices.handlers.create({ name: 'Sales' }, page)
  const { sessionId } = device
  const first = await at.devices.handlers.pairingCode({ sessionId, number: '15550100002' }, page)
  const second = await at.devices.handlers.pairingCode({ sessionId, number: '15550100002' }, page)
  expect(second.code).not.toBe(first.code)
  await practice.client.code('+15550100002', second.code)
  await until('connected', () => at.device(sessionId).status === 'connected')
})

test('half a pairing left on disk does not keep the device from showing a QR after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const before = await openOffice(practice, { dataDir })
  const { device } = await before.devices.handlers.create({ name: 'Sales' }, page)
  await before.devices.handlers.pairingCode({ sessionId: device.sessionId, number: '15550100002' }, page)
  await before.close()
  const at = await office(dataDir)
  at.devices.start()
  expect(at.device(device.sessionId).status).toBe('new')
  const { qr } = await at.devices.handlers.qr({ sessionId: device.sessionId }, page)
  await practice.client.scan('+15550100002', qr)
  await until('connected', () => at.device(device.sessionId).status === 'connected')
})

test('after a restart of the program linked devices connect by themselves, with the same identity', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const before = await openOffice(practice, { dataDir })
  const id = await linkDevice(practice, before, phone)
  const linkedBefore = (await practice.client.phones()).find(({ number }) => number === '15550100001')?.devices
  await before.close()
  const at = await office(dataDir)
  at.devices.start()
  expect(at.device(id)).toMatchObject({ status: 'connecting', statusText: 'Connecting to WhatsApp.' })
  await until('connected', () => at.device(id).status === 'connected')
  expect((await practice.client.phones()).find(({ number }) => number === '15550100001')?.devices).toEqual(linkedBefore)
})

test('comes back after a dropped connection and after a restart asked for', async () => {
  const at = await office()
  const id = await linkDevice(practice, at, '+15550100003')
  await practice.client.fault({ kind: 'drop', device: '15550100003' })
  const text = await until('offline', () => at.device(id).status === 'offline' && at.device(id).statusText)
  expect(text).toMatch(/^No connection to WhatsApp since \d\d:\d\d\. Trying again by itself\.$/)
  await until('connected again', () => at.device(id).status === 'connected')
  const ready = () => at.told.filter(({ name }) => name === 'device.ready').length
  const before = ready()
  await at.devices.handlers.restart({ sessionId: id }, page)
  await until('ready again', () => ready() > before && at.device(id).status === 'connected')
})

test('a restarted network with a new key and the same link is believed', async () => {
  const other = await startPractice()
  onTestFinished(async () => await other.close())
  const at = await openOffice(other)
  onTestFinished(async () => await at.close())
  const id = await linkDevice(other, at, phone)
  const { rootKey } = await other.client.network()
  await other.restart()
  expect((await other.client.network()).rootKey).not.toBe(rootKey)
  await until('connected again', () => at.whatsapp.transport.isReady(id), 30_000)
})

test('logging out here ends the link on the phone, keeps the device and lets it be linked anew', async () => {
  const at = await office()
  const id = await linkDevice(practice, at, '+15550100003')
  const linked = async () =>
    (await practice.client.phones()).find(({ number }) => number === '15550100003')?.devices.length ?? 0
  const before = await linked()
  at.waiting.set(id, 12)
  const { device } = await at.devices.handlers.logout({ sessionId: id }, page)
  expect(device).toMatchObject({
    status: 'logged-out',
    statusText: 'Logged out on this PC. Link it again; 12 messages wait.',
  })
  await until('the phone to show one less', async () => (await linked()) === before - 1)
  const { qr } = await at.devices.handlers.qr({ sessionId: id }, page)
  await practice.client.scan('+15550100003', qr)
  await until('connected', () => at.device(id).status === 'connected')
})

test('unlinked on the phone, a device says so and keeps quiet', async () => {
  const at = await office()
  const id = await linkDevice(practice, at, '+15550100003')
  at.waiting.set(id, 1)
  await practice.client.unlink('+15550100003')
  await until('logged out', () => at.device(id).status === 'logged-out')
  expect(at.device(id).statusText).toBe('Logged out on the phone. Link it again; 1 message waits.')
  expect(at.whatsapp.transport.isReady(id)).toBe(false)
})

test('a device with waiting messages is removed only after a choice; its row stays, its keys go', async () => {
  const at = await office()
  const id = await linkDevice(practice, at, '+15550100003', 'Warehouse')
  at.waiting.set(id, 88)
  await expect(at.devices.handlers.remove({ sessionId: id }, page)).rejects.toMatchObject({
    code: 'CONFLICT',
    field: 'waiting',
  })
  expect(await at.devices.handlers.remove({ sessionId: id, waiting: 'cancel' }, page)).toEqual({
    cancelled: 88,
    kept: 0,
    moved: 0,
  })
  expect(() => at.devices.handlers.get({ sessionId: id }, page)).toThrow('There is no device')
  expect(at.devices.views.get(id)?.name).toBe('Warehouse')
  for (const table of ['auth_creds', 'auth_keys']) {
    expect(at.database.prepare(`SELECT count(*) AS n FROM ${table} WHERE device_id = ?`).get(id)).toEqual({ n: 0 })
  }
  expect(at.told.some(({ name }) => name === 'device.removed')).toBe(true)
})

test('the older device of a number linked twice is told', async () => {
  const at = await office()
  const shop = await linkDevice(practice, at, phone, 'Shop')
  await linkDevice(practice, at, phone, 'Sales')
  expect(at.device(shop).statusText).toBe(
    'Ready to send. The same number is also linked as Sales; remove one of the two.',
  )
})

test('names, limits and pauses are kept, and wrong ones refused', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const before = await openOffice(practice, { dataDir })
  const { device } = await before.devices.handlers.create({ name: 'Shop' }, page)
  const { sessionId } = device
  await before.devices.handlers.update({ sessionId, name: 'Till', hourlyLimit: 7, typing: true }, page)
  await before.devices.handlers.pause({ sessionId }, page)
  expect(() => before.devices.handlers.update({ sessionId, delayMinSeconds: 30 }, page)).toThrow(/above the longest/)
  await before.close()
  const at = await office(dataDir)
  expect(at.device(sessionId)).toMatchObject({
    name: 'Till',
    hourlyLimit: 7,
    dailyLimit: 1000,
    isPaused: true,
    limits: { hourlyLimit: 7, typing: true },
  })
  await at.devices.handlers.update({ sessionId, hourlyLimit: null }, page)
  expect(at.device(sessionId).hourlyLimit).toBe(100)
  expect(() => at.devices.handlers.get({ sessionId: 'nobody' }, page)).toThrow(
    expect.objectContaining({ code: 'DEVICE_NOT_FOUND' }),
  )
})
