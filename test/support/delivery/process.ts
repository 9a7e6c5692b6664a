// One life of the program's queue: the real messages on the real database, with virtual time and WhatsApp in memory.
// It ends in a crash, after which not a line of it runs any more, and the next life opens the same file.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '@contract/settings.ts'
import { createEvents } from '@main/engine/base/events.ts'
import type { Slots } from '@main/engine/base/id-slots.ts'
import type { Journal, Line } from '@main/engine/base/journal.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { createChanges } from '@main/engine/database/changes.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import type { DeviceView } from '@main/engine/devices/devices.ts'
import { createMessages } from '@main/engine/messages/messages.ts'
import type { Transport } from '@main/engine/messages/sending/transport.ts'
import type { Chance } from './chance.ts'
import { type Disk, type DiskHooks, openDisk } from './disk.ts'
import type { Time } from './time.ts'
import { usual } from './usual.ts'

/** What outlives a life: the file, what was in hand, the settings, who asked to stop, the journal. */
export interface Kept {
  dir: string
  inHand: Map<number, number>
  settings: Settings
  optedOut: Set<string>
  paused: Set<string>
  lines: (Line & { at: number })[]
}

/** Memory where there is some: an fsync costs nothing there, and a crash of the program is what is simulated. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const template = join(mkdtempSync(join(root, 'dakiya-template-')), 'dakiya.db')
process.once('exit', () => rmSync(join(template, '..'), { recursive: true, force: true }))
export const devices = ['a', 'b'] as const

function makeTemplate(): void {
  const database = openDatabase(template)
  const insert = database.prepare(
    `INSERT INTO devices (id, name, state, state_since, created_at) VALUES (?, ?, 'linked', 0, 0)`,
  )
  for (const id of devices) insert.run(id, id)
  database.close()
}

export function newKept(settings: Partial<Settings> = {}): Kept {
  if (!existsSync(template)) makeTemplate()
  const dir = mkdtempSync(join(root, 'dakiya-sim-'))
  copyFileSync(template, join(dir, 'dakiya.db'))
  return {
    dir,
    inHand: new Map(),
    settings: { ...usual, ...settings },
    optedOut: new Set(),
    paused: new Set(),
    lines: [],
  }
}

export const forget = (kept: Kept): void => rmSync(kept.dir, { recursive: true, force: true })

export interface Life {
  messages: ReturnType<typeof createMessages>
  events: ReturnType<typeof createEvents>
  disk: Disk
  change(patch: Partial<Settings>): void
}

export interface LifeDeps {
  kept: Kept
  time: Time
  chance: Chance
  hooks?: DiskHooks
  transport: (isAlive: () => boolean) => Transport
}

/** Begins a life on what is kept. */
export function begin({ kept, time, chance, hooks = {}, transport: makeCarrier }: LifeDeps): Life {
  const disk = openDisk(join(kept.dir, 'dakiya.db'), hooks)
  const { isAlive, database } = disk
  const events = createEvents(silentLog)
  const clock = time.clock(isAlive)
  const transport = makeCarrier(isAlive)
  const known = new Map<string, { onWhatsApp: boolean; address: string | null }>()

  const journal: Journal = {
    note: (line) => void (isAlive() && kept.lines.push({ at: time.now(), ...line })),
    digest: (what) => (typeof what === 'string' ? what : Buffer.from(what).toString('base64')),
    keep: () => undefined,
    close: () => undefined,
  }
  const slots: Slots = {
    count: 64,
    read: () => [...kept.inHand.values()].filter((id) => id > 0),
    write: (slot, id) => void (isAlive() && kept.inHand.set(slot, id)),
    clear: () => isAlive() && kept.inHand.clear(),
    close: () => undefined,
  }
  const limits = { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null }
  const view = (id: string): DeviceView => ({
    id,
    name: id,
    isLinked: true,
    isRemoved: false,
    isPaused: kept.paused.has(id),
    heldUntil: null,
    limits,
    isConnected: transport.isReady(id),
  })
  const messages = createMessages({
    database,
    changes: createChanges({ database, clock }),
    reader: { all: async (sql, values) => database.prepare<never>(sql).all(...values), close: async () => undefined },
    clock,
    random: chance,
    events,
    log: silentLog,
    journal,
    slots,
    transport,
    devices: { all: () => devices.map(view), get: (id) => (devices.includes(id as 'a') ? view(id) : null) },
    settings: () => (isAlive() ? kept.settings : { ...kept.settings, isPaused: true }),
    keys: { countMessages: () => undefined, nameOf: () => null },
    rules: { needNumber: (number) => ({ number }), readMediaUrl: (text) => new URL(text) },
    readNumber: (text) => text,
    isGroup: () => false,
    isOptedOut: (number) => kept.optedOut.has(number),
    registrations: {
      known: (number) => known.get(number) ?? null,
      async remember(lookups) {
        for (const [number, { onWhatsApp, address }] of lookups) {
          if (onWhatsApp !== null) known.set(number, { onWhatsApp, address })
        }
      },
    },
    media: {
      need: () => ({ id: '', name: '', mimeType: '', mediaType: 'image' }),
      fetch: async () => ({ id: '', name: '', mediaType: 'image' }),
      path: () => '',
    },
  })
  return {
    messages,
    events,
    disk,
    change(patch) {
      kept.settings = { ...kept.settings, ...patch }
      events.tell('settings.changed', {})
    },
  }
}
