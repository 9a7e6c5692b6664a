// The life of connections: reconnects without end leave nothing behind, a silent line is found and left, an old version is renewed
// once and for good, a block ends by the clock, a log-out that nobody heard says so.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { node, server } from '@main/practice/wire/wire.ts'
import type { WAVersion } from '@whiskeysockets/baileys'
import { expect, onTestFinished, test } from 'vitest'
import { startBlunt } from '../../support/blunt.ts'
import { casesOf, tell } from '../../support/counts.ts'
import { linkDevice, type Office, openOffice } from '../../support/devices.ts'
import { hurriedClock } from '../../support/hurry.ts'
import { type Practice, startPractice, until } from '../../support/practice.ts'
import { scratchDir } from '../../support/scratch.ts'

const page = { kind: 'page' } as const

async function practiceHere(): Promise<Practice> {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  return practice
}

async function officeOf(practice: Practice, given: Parameters<typeof openOffice>[1] = {}): Promise<Office> {
  const office = await openOffice(practice, given)
  onTestFinished(async () => await office.close())
  return office
}

const readyCount = (at: Office, id: string) =>
  at.told.filter((one) => one.name === 'device.ready' && one.news.deviceId === id).length

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What is alive, in MiB, after two collections a turn apart. */
async function heapMib(): Promise<number> {
  for (let turn = 0; turn < 2; turn += 1) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

const alive = (kind: 'TCPSocketWrap' | 'Timeout') =>
  process.getActiveResourcesInfo().filter((name) => name === kind).length

const state = async () => ({
  heap: await heapMib(),
  sockets: alive('TCPSocketWrap'),
  timers: alive('Timeout'),
  listeners: process.eventNames().map(listenersOf),
})

test('T16: reconnects leave one live socket, the same listeners and no heap behind', { timeout: 900_000 }, async () => {
  const cycles = casesOf(500, 100)
  const practice = await practiceHere()
  // The waits before a next try are not what is tried here.
  const at = await officeOf(practice, { clock: hurriedClock(40) })
  const id = await linkDevice(practice, at, '+15550100001')
  const { transport } = at.whatsapp
  const address = '4915100000001@s.whatsapp.net'
  const violations: string[] = []

  async function cycle(index: number): Promise<void> {
    const before = readyCount(at, id)
    const isSending = index % 5 === 0
    const when = isSending ? 'accepted' : 'now'
    await practice.client.fault({ kind: 'drop', device: '15550100001', when })
    if (isSending) {
      const to = { waId: transport.newId(id), address }
      await transport.relay(id, await transport.compose(id, { text: `no. ${index}`, media: null }, to))
    }
    await until(`connection ${index}`, () => readyCount(at, id) > before && transport.isReady(id), 30_000)
    at.told.length = 0
  }

  const settled = 10
  for (let index = 0; index < settled; index += 1) await cycle(index)
  const before = await state()
  for (let index = settled; index < cycles; index += 1) await cycle(index)
  const after = await state()
  if (after.heap - before.heap > 20) violations.push(`${after.heap - before.heap} MiB more`)
  // A control call's own may linger on either side.
  if (after.sockets > before.sockets + 2) violations.push(`${before.sockets} sockets, then ${after.sockets}`)
  if (after.timers > before.timers + 10) violations.push(`${before.timers} timers, then ${after.timers}`)
  if (String(after.listeners) !== String(before.listeners)) violations.push('other listeners on the process')
  const [phone] = (await practice.client.phones()).filter(({ number }) => number === '15550100001')
  if (phone?.devices.length !== 1) violations.push(`${phone?.devices.length} devices on the phone`)
  tell(
    'T16 reconnects',
    cycles,
    violations,
    `heap ${(after.heap - before.heap).toFixed(1)} MiB, ${before.timers} timers, then ${after.timers}`,
  )
})

const listenersOf = (name: string | symbol) => `${String(name)} ${process.listenerCount(name)}`

test('a line that is open and silent is found within 2 minutes and cured within 5; another device goes on', async () => {
  const practice = await practiceHere()
  const hurry = 10
  const clock = hurriedClock(hurry)
  const at = await officeOf(practice, { clock })
  const deaf = await linkDevice(practice, at, '+15550100001')
  const other = await linkDevice(practice, at, '+15550100002')
  const readyBefore = readyCount(at, other)
  const since = clock.elapsed()
  const states: string[] = []
  const listen = setInterval(() => states.push(at.device(other).status), 20)
  onTestFinished(() => clearInterval(listen))
  await practice.client.fault({ kind: 'stall', device: '15550100001' })
  await until('it is found', () => at.device(deaf).status === 'offline', 30_000)
  const foundMs = clock.elapsed() - since
  await until('it is cured', () => at.whatsapp.transport.isReady(deaf), 30_000)
  const curedMs = clock.elapsed() - since
  clearInterval(listen)
  expect(foundMs).toBeLessThan(2 * 60_000)
  expect(curedMs).toBeLessThan(5 * 60_000)
  expect(new Set(states)).toEqual(new Set(['connected']))
  expect(readyCount(at, other)).toBe(readyBefore)
  console.log(`silent line: found after ${Math.round(foundMs / 1000)} s, cured after ${Math.round(curedMs / 1000)} s`)
})

test('a version that is called outdated is fetched once, kept, and tried once', { timeout: 60_000 }, async () => {
  const practice = await practiceHere()
  const dataDir = scratchDir()
  const newer: WAVersion = [2, 3000, 2_000_000_000]
  let fetched = 0
  const fetchVersion = async () => {
    fetched += 1
    return newer
  }
  const first = await openOffice(practice, { dataDir, fetchVersion })
  const ids = [await linkDevice(practice, first, '+15550100001'), await linkDevice(practice, first, '+15550100002')]
  const [shop = ''] = ids
  // Said once to both at the same moment.
  await practice.client.endFault(await practice.client.fault({ kind: 'banned', code: 405 }))
  await until('both to be back', () => ids.every((id) => readyCount(first, id) >= 2), 30_000)
  expect(fetched).toBe(1)
  await first.close()

  // The next start knows it, and does not ask again when it is refused as well.
  const second = await officeOf(practice, { dataDir, fetchVersion })
  const kept = second.database.prepare<{ version: string }>('SELECT version FROM client_version').get()
  expect(kept?.version).toBe('2.3000.2000000000')
  await practice.client.fault({ kind: 'banned', code: 405, device: '15550100001' })
  second.devices.start()
  await until('the update to be asked for', () => second.device(shop).statusText.includes('newer Dakiya'), 20_000)
  expect(second.device(shop)).toMatchObject({
    status: 'offline',
    statusText: 'WhatsApp needs a newer Dakiya. Update Dakiya.',
  })
  expect(fetched).toBe(1)
})

test('a temporary block names its end, holds still until then, and comes back by itself', async () => {
  const practice = await practiceHere()
  const clock = hurriedClock(60)
  const at = await officeOf(practice, { clock })
  const id = await linkDevice(practice, at, '+15550100003')
  const fault = await practice.client.fault({ kind: 'banned', code: 402, device: '15550100003', afterMs: 300_000 })
  await until('banned', () => at.device(id).status === 'banned')
  expect(at.device(id).statusText).toMatch(/^WhatsApp has blocked this number until .+\. Dakiya cannot lift it;/)
  const bannedAt = clock.elapsed()
  await practice.client.endFault(fault)
  await until('connected again', () => at.device(id).status === 'connected', 30_000)
  expect(clock.elapsed() - bannedAt).toBeGreaterThan(280_000)
})

test('a limit on new chats ends by the clock, and that is told', async () => {
  const practice = await practiceHere()
  const at = await officeOf(practice, { clock: hurriedClock(60) })
  const id = await linkDevice(practice, at, '+15550100001')
  // The network's own clock is the PC's, which ours has left behind by some minutes.
  const fault = await practice.client.fault({ kind: 'reachout-timelock', device: '15550100001', afterMs: 1_500_000 })
  await until('restricted', () => at.device(id).status === 'restricted')
  expect(at.device(id).statusText).toMatch(/^WhatsApp limits new chats until \d\d:\d\d\./)
  await practice.client.endFault(fault)
  at.told.length = 0
  await until('free again', () => at.device(id).status === 'connected', 60_000)
  expect(at.told.some((one) => one.name === 'device.changed' && one.news.deviceId === id)).toBe(true)
})

test('logging out without a connection says that WhatsApp does not know', async () => {
  const practice = await practiceHere()
  const at = await officeOf(practice)
  const id = await linkDevice(practice, at, '+15550100002')
  await at.whatsapp.links.close(id)
  at.waiting.set(id, 2)
  const { device } = await at.devices.handlers.logout({ sessionId: id }, page)
  expect(device.statusText).toBe(
    'Logged out on this PC without a connection, so WhatsApp does not know. ' +
      'On the phone, remove it under Linked devices; then link it again; 2 messages wait.',
  )
  const [phone] = (await practice.client.phones()).filter(({ number }) => number === '15550100002')
  expect(phone?.devices).toHaveLength(1)
})

test('what another device of ours got or shows is told as an echo, with its id', async () => {
  const practice = await practiceHere()
  const dataDir = scratchDir()
  const before = await openOffice(practice, { dataDir })
  const id = await linkDevice(practice, before, '+15550100001')
  await before.close()
  const blunt = await startBlunt({})
  onTestFinished(async () => await blunt.close())
  const at = await officeOf(practice, { dataDir, network: { kind: 'practice', ...blunt.address } })
  at.devices.start()
  await until('connected', () => at.whatsapp.transport.isReady(id))
  const own = `15550100001${server}`
  const t = Math.floor(Date.now() / 1000)
  const say = (attrs: Record<string, string>) => {
    for (const connection of blunt.open) connection.send(node('receipt', { t, ...attrs }))
  }
  say({ from: own, recipient: `4915100000001${server}`, id: '3EB0AA', type: 'sender' })
  say({ from: own, recipient: `4915100000001${server}`, id: '3EB0BB', type: 'inactive' })
  say({ from: own, recipient: `4915100000001${server}`, id: '3EB0CC', type: 'read' })
  say({ from: `4915100000001${server}`, id: '3EB0DD' })
  await until('the receipt', () => at.told.some((one) => one.name === 'receipt.received'))
  const echoes = at.told.flatMap((one) => (one.name === 'echo.received' ? [one.news] : []))
  expect(echoes).toMatchObject([
    { deviceId: id, waId: '3EB0AA' },
    { deviceId: id, waId: '3EB0BB' },
  ])
})
