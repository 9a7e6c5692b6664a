// Devices on real Baileys and a practice network, without the floors above: what messages/ would answer is handed in.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Device } from '@contract/devices.ts'
import { type Clock, systemClock } from '@main/engine/base/clock.ts'
import { createEvents, type News } from '@main/engine/base/events.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createChanges } from '@main/engine/database/changes.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { createDevices, type Devices } from '@main/engine/devices/devices.ts'
import type { FetchVersion } from '@main/engine/whatsapp/connection/version.ts'
import type { Network } from '@main/engine/whatsapp/network.ts'
import type { Heard, ReceivedText } from '@main/engine/whatsapp/receiving/heard.ts'
import { createWhatsapp, type Whatsapp } from '@main/engine/whatsapp/whatsapp.ts'
import { type Practice, until } from './practice.ts'

/** What came in is told as `text.received` beside what stands on the notice board. */
type All = News & { 'text.received': ReceivedText }
type Told = { [Name in keyof All]: { name: Name; news: All[Name] } }[keyof All]

export interface Office {
  database: Database
  devices: Omit<Devices, 'handlers'> & { handlers: Devices['handlers']['devices'] }
  whatsapp: Whatsapp
  /** Everything told on the notice board so far. */
  told: Told[]
  /** Messages that wait, as messages/ would count them. */
  waiting: Map<string, number>
  letters: Map<string, Uint8Array>
  device(id: string): Device
  close(): Promise<void>
}

const nothing = { sentLastHour: 0, sentToday: 0, nextAt: null, heldBy: null, heldUntil: null }

export async function networkOf(practice: Practice): Promise<Network> {
  const read = async () => await practice.client.network()
  return { kind: 'practice', ...(await read()), read }
}

/** Opens an office on `dataDir` (a fresh one unless given) that is linked to nothing but the practice network. */
export async function openOffice(
  practice: Practice,
  given: { dataDir?: string; network?: Network; clock?: Clock; fetchVersion?: FetchVersion; heard?: Heard } = {},
): Promise<Office> {
  const dataDir = given.dataDir ?? mkdtempSync(join(tmpdir(), 'dakiya-'))
  const database = openDatabase(join(dataDir, 'dakiya.db'))
  const events = createEvents(silentLog)
  const told: Told[] = []
  const names = [
    'device.changed',
    'device.ready',
    'device.removed',
    'ack.received',
    'receipt.received',
    'echo.received',
  ] as const
  for (const name of names) events.on(name, (news) => told.push({ name, news } as Told))
  const letters = new Map<string, Uint8Array>()
  const waiting = new Map<string, number>()
  const changes = createChanges({ database, clock: given.clock ?? systemClock })
  const parts = { database, changes, clock: given.clock ?? systemClock, random: systemRandom, events, log: silentLog }
  const network = given.network ?? (await networkOf(practice))
  const whatsapp = createWhatsapp({
    ...parts,
    network,
    loadLetter: (waId) => letters.get(waId) ?? null,
    heard: given.heard ?? (async (news) => void told.push({ name: 'text.received', news })),
    ...(given.fetchVersion && { fetchVersion: given.fetchVersion }),
  })
  const take = (id: string): number => {
    const count = waiting.get(id) ?? 0
    waiting.delete(id)
    return count
  }
  const noun = createDevices({
    ...parts,
    links: whatsapp.links,
    shared: () => ({ hourlyLimit: 100, dailyLimit: 1000, delayMinSeconds: 5, delayMaxSeconds: 20 }),
    readNumber: (text) => text.replace(/\D/g, ''),
    waiting: { count: (id) => waiting.get(id) ?? 0, cancel: take, keep: take, move: take },
    figures: (id) => ({ ...nothing, inQueue: waiting.get(id) ?? 0 }),
  })
  const devices = { ...noun, handlers: noun.handlers.devices }
  return {
    database,
    devices,
    whatsapp,
    told,
    waiting,
    letters,
    device(id) {
      const device = devices.value(id)
      if (device === null) throw new Error(`no device ${id}`)
      return device
    },
    async close() {
      devices.stop()
      await whatsapp.close()
      database.close()
      if (given.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const page = { kind: 'page' } as const

/** Adds a device and links it by scanning its code; resolves when it is connected. */
export async function linkDevice(practice: Practice, office: Office, number: string, name = 'Shop'): Promise<string> {
  const { device } = await office.devices.handlers.create({ name }, page)
  const { qr } = await office.devices.handlers.qr({ sessionId: device.sessionId }, page)
  await practice.client.scan(number, qr)
  await until('the device to connect', () => office.device(device.sessionId).status === 'connected')
  return device.sessionId
}
