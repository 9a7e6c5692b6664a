// Traps of Baileys, each shown on bare Baileys first where it can be, then our way round it.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@main/engine/base/clock.ts'
import { createTtlCache } from '@main/engine/base/ttl-cache.ts'
import { endSocket, openSocket } from '@main/engine/whatsapp/connection/socket.ts'
import { createAuthStore } from '@main/engine/whatsapp/keys/auth-state.ts'
import { NothingToSend } from '@main/engine/whatsapp/keys/ciphertext-guard.ts'
import { createDeviceLists } from '@main/engine/whatsapp/sending/device-lists.ts'
import { createGroups } from '@main/engine/whatsapp/sending/group-members.ts'
import { DEFAULT_CONNECTION_CONFIG, delay, proto, type WASocket } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { linkDevice, networkOf, type Office, openOffice } from '../../support/devices.ts'
import { linkBareSocket, openBareSocket, type Practice, startPractice, until } from '../../support/practice.ts'

const page = { kind: 'page' } as const
let practice: Practice

beforeAll(async () => {
  practice = await startPractice()
})
afterAll(async () => await practice.close())

/** Message stanzas that came from `number` without a single ciphertext. */
async function emptyOnes(number: string): Promise<unknown[]> {
  const entries = await practice.client.ledger(0, 10_000)
  return entries.filter(
    ({ device, tag, stanza }) =>
      tag === 'message' && device.startsWith(number) && !JSON.stringify(stanza).includes('"enc"'),
  )
}

test('libsignal prints private keys on the console; quieted it prints nothing, and others still do', () => {
  const script = `
    if (process.argv[1]) await import(process.argv[1])
    const { default: libsignal } = await import('libsignal')
    const entry = libsignal.SessionRecord.createEntry()
    Object.assign(entry, { indexInfo: { closed: -1 }, currentRatchet: { ephemeralKeyPair: { privKey: Buffer.from('deadbeef', 'hex') } } })
    const record = new libsignal.SessionRecord()
    record.closeSession(entry); record.closeSession(entry); record.openSession(entry)
    console.log('ours')`
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script, ...args], { encoding: 'utf8', stdio: 'pipe' })
  expect(run()).toMatch(/privKey: <Buffer de ad be ef>/)
  expect(run(fileURLToPath(new URL('../../../src/main/engine/whatsapp/silence-libsignal.ts', import.meta.url)))).toBe(
    'ours\n',
  )
})

test('a server that cannot prove to be the one we trust is refused before it learns anything', async () => {
  const network = await networkOf(practice)
  if (network.kind === 'real') throw new Error('not a practice network')
  const { wsUrl, ca } = network
  const at = await openOffice(practice, {
    network: { kind: 'practice', wsUrl, ca, rootKey: randomBytes(32).toString('base64') },
  })
  onTestFinished(async () => await at.close())
  const { device } = await at.devices.handlers.create({ name: 'Shop' }, page)
  await expect(at.devices.handlers.qr({ sessionId: device.sessionId }, page)).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect(at.device(device.sessionId).linkStep).toBe('refused')
})

test('unanswered questions make bare Baileys send an empty message; ours sends nothing', {
  timeout: 90_000,
}, async () => {
  const bare = await linkBareSocket(practice, '+15550100002', { defaultQueryTimeoutMs: 500 })
  onTestFinished(async () => await bare.end())
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const office = await openOffice(practice, { dataDir: dir })
  const id = await linkDevice(practice, office, '+15550100003')
  const address = '4915100000001@s.whatsapp.net'
  const words = { conversation: 'Hello' }

  await practice.client.fault({ kind: 'stall', device: '15550100002' })
  await bare.sock.relayMessage(address, words, { messageId: '3EB0AAAAAAAAAAAAAAAAAA' })
  await practice.client.endFaults()
  await until('the empty message', async () => (await emptyOnes('15550100002')).length === 1)

  // Through the transport: asked for beforehand, so nothing is handed to Baileys.
  const { transport } = office.whatsapp
  const letter = { waId: transport.newId(id), address, bytes: proto.Message.encode(words).finish() }
  await practice.client.fault({ kind: 'stall', device: '15550100003' })
  expect(await transport.relay(id, letter)).toMatchObject({ kind: 'not-sent' })
  await practice.client.endFaults()
  await office.close()

  // As Baileys resends by itself, past our own question: the watch stops it.
  const again = await openOffice(practice, { dataDir: dir })
  onTestFinished(async () => await again.close())
  const { socket, open } = await ownSocket(again, id)
  onTestFinished(async () => await endSocket(socket))
  await open
  await practice.client.fault({ kind: 'stall', device: '15550100003' })
  await expect(
    socket.relayMessage(address, words, { messageId: letter.waId, useUserDevicesCache: false }),
  ).rejects.toBeInstanceOf(NothingToSend)
  await practice.client.endFaults()
  await delay(0)
  expect(await emptyOnes('15550100003')).toEqual([])
})

/** A socket of ours on the link of a device, without what connection.ts puts around it. */
async function ownSocket(office: Office, deviceId: string) {
  const auth = createAuthStore(office.database).open(deviceId)
  const socket = openSocket({
    auth,
    practice: await practice.client.network(),
    agent: null,
    version: DEFAULT_CONNECTION_CONFIG.version,
    loadLetter: () => null,
    heard: async () => undefined,
    now: Date.now,
    retries: createTtlCache(systemClock, 10, 1_000),
    recipients: createDeviceLists(systemClock),
    groupOf: createGroups(systemClock).known,
    queryTimeoutMs: 500,
  })
  socket.ev.on('creds.update', () => auth.saveCreds())
  let isOpen = false
  const open = until('open', () => isOpen)
  socket.ev.on('connection.update', ({ connection }) => {
    if (connection === 'open') isOpen = true
  })
  return { socket, open }
}

test('bare Baileys lets ciphertext leave before its ratchet step is on disk; ours is on disk first', async () => {
  const office = await openOffice(practice)
  onTestFinished(async () => await office.close())
  const deviceId = await linkDevice(practice, office, '+15550100001')
  await office.whatsapp.links.close(deviceId)
  const ours = await ownSocket(office, deviceId)
  onTestFinished(async () => await endSocket(ours.socket))
  await ours.open
  expect(await isSteppedAtFrame(office, ours.socket)).toBe(true)
  await endSocket(ours.socket)

  const auth = createAuthStore(office.database).open(deviceId)
  const bare = await openBareSocket(practice, auth)
  onTestFinished(async () => await bare.end())
  expect(await isSteppedAtFrame(office, bare.sock)).toBe(false)
})

/** Sends twice to one recipient; whether the sessions on disk had moved on when the second message's frame was written. */
async function isSteppedAtFrame(office: Office, socket: WASocket): Promise<boolean> {
  const read = office.database.prepare("SELECT id, value FROM auth_keys WHERE type = 'session' ORDER BY id")
  const sessions = () => JSON.stringify(read.all())
  const address = '4915100000009@s.whatsapp.net'
  const relay = () => socket.relayMessage(address, { conversation: 'Hello' }, {})
  await relay()
  const before = sessions()
  const raw = (socket.ws as unknown as { socket: { send(bytes: Uint8Array, done: () => void): void } }).socket
  const { send } = raw
  let stepped = false
  let frames = 0
  raw.send = function (bytes, done) {
    // Acks and pings are far smaller.
    if (bytes.length > 250) {
      frames += 1
      stepped = sessions() !== before
    }
    send.call(this, bytes, done)
  }
  await relay()
  expect(frames).toBe(1)
  expect(sessions()).not.toBe(before)
  return stepped
}

test('a recipient who asks again after our restart is answered from disk; what is not on disk is not answered', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const before = await openOffice(practice, { dataDir: dir })
  const id = await linkDevice(practice, before, '+15550100002')
  const emptyBefore = (await emptyOnes('15550100002')).length
  const { transport } = before.whatsapp
  const compose = async (number: string, text: string) =>
    await transport.compose(
      id,
      { text, media: null },
      { waId: transport.newId(id), address: `${number}@s.whatsapp.net` },
    )
  const kept = await compose('4915100300001', 'Kept')
  const lost = await compose('4915100300002', 'Lost')
  for (const letter of [lost, kept]) {
    // Gone before the request to send it again can reach us; it waits on WhatsApp's side.
    await until('connected', () => transport.isReady(id))
    await practice.client.fault({ kind: 'retry-receipt', count: 1 })
    await practice.client.fault({ kind: 'drop', device: '15550100002', when: 'accepted' })
    await transport.relay(id, letter)
  }
  await before.close()
  await practice.client.endFaults()

  const after = await openOffice(practice, { dataDir: dir })
  onTestFinished(async () => await after.close())
  after.letters.set(kept.waId, kept.bytes)
  after.devices.start()
  const copies = async (waId: string) =>
    (await practice.client.messages({})).find((one) => one.id === waId)?.copies ?? 0
  await until('the copy', async () => (await copies(kept.waId)) === 2)
  expect(await practice.client.messages({ to: '+4915100300001' })).toMatchObject([{ id: kept.waId, text: 'Kept' }])
  expect(await copies(lost.waId)).toBeLessThan(2)
  expect(await emptyOnes('15550100002')).toHaveLength(emptyBefore)
})
