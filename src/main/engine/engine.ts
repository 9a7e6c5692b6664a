// The engine, joined: the only place that knows all nouns. Plain Node; it never hears of Electron, HTTP or React.
// Lower floors are made first; where a lower one needs a higher one, it gets a function that is called later.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Scope } from '@contract/common.ts'
import type { Contract, Event } from '@contract/index.ts'
import type { HistoryFilter } from '@contract/messages.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Clock } from './base/clock.ts'
import { createEvents } from './base/events.ts'
import { openSlots } from './base/id-slots.ts'
import { openJournal } from './base/journal.ts'
import type { Log } from './base/log.ts'
import type { Random } from './base/random.ts'
import { createBackups } from './database/backups/backups.ts'
import { dataFile, noteDamage } from './database/backups/restore.ts'
import { readyData } from './database/backups/startup-check.ts'
import { openDatabase } from './database/open.ts'
import { createReader } from './database/reader.ts'
import { createDevices, type DeviceRow } from './devices/devices.ts'
import { createKeys } from './keys/keys.ts'
import { readMediaUrl } from './media/fetch.ts'
import { createMedia } from './media/media.ts'
import { historyCsv } from './messages/history/csv.ts'
import { createMessages } from './messages/messages.ts'
import type { DeviceView } from './messages/queue/choose.ts'
import { createNews } from './news.ts'
import { isGroup, needNumber, readNumber, understand } from './numbers/numbers.ts'
import { createOptOuts } from './people/opt-outs.ts'
import { createRegistrations } from './people/registrations.ts'
import { compactIfDue, createErasing } from './privacy/erase.ts'
import { createRetention } from './privacy/retention.ts'
import { createSettings } from './settings/settings.ts'
import type { Network } from './whatsapp/connection/network.ts'
import { createWhatsapp } from './whatsapp/whatsapp.ts'

/** Everything a door may call; app, events and practice belong to the doors themselves. */
export type Operations = {
  [Noun in Exclude<keyof Contract, 'app' | 'events' | 'practice'>]: Handlers<Contract[Noun]>
}

export interface EngineDeps {
  dataDir: string
  network: Network
  clock: Clock
  random: Random
  log: Log
  isPractice: boolean
  /** Where a practice profile may fetch media although it is local (`http://127.0.0.1:P/files`); null in a real one. */
  mediaOrigin: () => string | null
  /** A backup to start from in place of the present data: its file, its name, or `latest`. */
  restore?: string | null
  /** The data were found damaged while in use. Nothing more is written; the program must end, and the next start says how to go on. */
  onDamaged?: (sentence: string) => void
}

export interface Engine {
  operations: Operations
  keys: {
    /** The key behind a secret, or null. Constant time; no database. */
    check(secret: string): { id: string; name: string; scopes: readonly Scope[] } | null
    issue(name: string, scopes: Scope[]): { id: string; secret: string }
  }
  files: {
    /** Keeps a file by its SHA-256. @throws DakiyaError MEDIA_REJECTED, PAYLOAD_TOO_LARGE, STORAGE_FULL */
    add(body: Readable, as: { name: string }): Promise<FileAnswer>
    open(fileId: string): { stream: Readable; mimeType: string; name: string; bytes: number } | null
  }
  /** All matches as CSV bytes, in pieces. */
  historyCsv(filter: HistoryFilter): AsyncIterable<Uint8Array>
  events: { subscribe(listener: (event: Event) => void): () => void }
  /** What stopped sending by itself, if anything has. */
  trouble(): 'storage-full' | null
  /** Settles or marks what is in flight and closes the database; within 10 s. */
  close(): Promise<void>
}

export interface FileAnswer {
  fileId: string
  name: string
  bytes: number
  mimeType: string
  mediaType: string
  sha256: string
}

/** How long a send in flight may take to be settled when the program ends. */
const PATIENCE_MS = 4_000

/**
 * Opens the data in `dataDir`, joins all nouns and connects the linked devices.
 * @throws DatabaseNewer, with the data untouched · DataRefused when they are damaged or the backup cannot be used
 */
export async function createEngine(deps: EngineDeps): Promise<Engine> {
  const { clock, random, log } = deps
  mkdirSync(deps.dataDir, { recursive: true, mode: 0o700 })
  const profile = deps.network.kind
  const ready = await readyData({ dataDir: deps.dataDir, profile, restore: deps.restore ?? null, now: clock.now() })
  if (ready !== null) log.warn(ready, 'the data were restored from a backup; sending is paused')
  const database = openDatabase(dataFile(deps.dataDir), profile)
  compactIfDue(database, log)
  const reader = createReader(database.path)
  const events = createEvents(log)
  const journal = openJournal({ dir: join(deps.dataDir, 'journal'), clock, log })
  const settings = createSettings({ database, events })
  const pause = () => void settings.update({ isPaused: true })
  const backups = createBackups({ database, dataDir: deps.dataDir, profile, clock, log, pause, onDamaged })
  database.onTrouble((trouble, cause) => {
    if (trouble === 'damaged') onDamaged(cause instanceof Error ? cause.message : String(cause))
  })
  const keys = createKeys({ database, clock, random })
  const allowedFiles = deps.mediaOrigin
  const media = createMedia({ database, dataDir: deps.dataDir, clock, random, allowedFiles })
  const optOuts = createOptOuts({ database, clock, events, settings })
  const registrations = createRegistrations({ database, clock, settings })
  const whatsapp = createWhatsapp({
    database,
    network: deps.network,
    clock,
    random,
    events,
    log,
    loadLetter: (waId) => messages.loadLetter(waId),
  })

  function onDamaged(problem: string): void {
    log.fatal({ problem }, 'the data are damaged')
    noteDamage(deps.dataDir, problem)
    deps.onDamaged?.(`The data in ${deps.dataDir} are damaged (${problem}); Dakiya ended. Start it again to go on.`)
  }

  const defaultCountry = () => settings.get().defaultCountry
  const devices = createDevices({
    database,
    clock,
    random,
    events,
    log,
    links: whatsapp.links,
    shared: settings.get,
    readNumber: (text) => needNumber(text, defaultCountry()).number,
    waiting: {
      count: (deviceId) => messages.waiting.count(deviceId),
      cancel: (deviceId) => messages.waiting.cancel(deviceId),
      keep: (deviceId) => messages.waiting.keep(deviceId),
      move: (from, to) => messages.waiting.move(from, to),
    },
    figures: (deviceId) => messages.figures(deviceId),
  })

  /** Made once for each state of a device: the accept asks for it several times a message. */
  const views = new WeakMap<object, DeviceView>()

  /** A device as messages see it; removed ones keep their name for the history. */
  function deviceView(deviceId: string): DeviceView | null {
    const row = devices.find(deviceId)
    if (row) return viewOf(row)
    const name = devices.nameOf(deviceId)
    if (name === null) return null
    const limits = { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null }
    const off = { isLinked: false, isConnected: false, isPaused: false, isRemoved: true, heldUntil: null }
    return { id: deviceId, name, limits, ...off }
  }

  function viewOf(row: DeviceRow): DeviceView {
    const known = views.get(row)
    if (known) return known
    const { id, name, isPaused, limits } = row
    const view: DeviceView = {
      id,
      name,
      isPaused,
      // A limit on new chats lets known ones go on; only a ban holds everything.
      heldUntil: row.heldReason === 'ban' ? row.heldUntil : null,
      limits,
      isLinked: row.state === 'linked',
      isRemoved: false,
      get isConnected() {
        return whatsapp.transport.isReady(id)
      },
    }
    views.set(row, view)
    return view
  }

  const messages = createMessages({
    database,
    reader,
    clock,
    random,
    events,
    log,
    journal,
    slots: openSlots(join(deps.dataDir, 'in-hand'), log),
    transport: whatsapp.transport,
    devices: { all: () => devices.all().map(viewOf), get: deviceView },
    settings: settings.get,
    keys,
    rules: { needNumber, readMediaUrl },
    readNumber: (text) => readNumber(text, defaultCountry()).number,
    isGroup,
    isOptedOut: optOuts.has,
    registrations,
    media,
  })

  const erasing = createErasing({
    database,
    log,
    messages,
    media,
    optOuts,
    registrations,
    whatsapp,
    backups,
    read: (text) => needNumber(text, defaultCountry()),
    isOwn: (number) => devices.all().some((device) => device.number === number),
  })

  const operations: Operations = {
    ...messages.handlers,
    backups: backups.handlers,
    devices: devices.handlers,
    keys: { list: keys.list, create: keys.create, revoke: keys.revoke },
    numbers: {
      understand: (input) => understand(input, { defaultCountry: defaultCountry(), isOptedOut: optOuts.has }),
      check: (input) => registrations.check(input, askWhatsapp),
      ...erasing,
    },
    optOuts: {
      list: optOuts.list,
      add: optOuts.add,
      remove: optOuts.remove,
    },
    settings: {
      get: () => ({ settings: settings.get() }),
      update: (patch) => ({ settings: settings.update(patch) }),
    },
  }

  /** Asks through the device named, else the first that is connected. */
  function askWhatsapp(numbers: readonly string[], sessionId: string | undefined) {
    return whatsapp.transport.lookup(messages.connected(sessionId), numbers)
  }

  const news = createNews({ events, clock, messages, devices, settings })
  const retention = createRetention({ clock, events, log, settings: settings.get, messages, media, journal })

  messages.start()
  devices.start()
  backups.start()
  retention.start()

  return {
    operations,
    keys: {
      check: keys.check,
      issue(name, scopes) {
        const { key, secret } = keys.create({ name, scopes })
        return { id: key.id, secret }
      },
    },
    files: {
      async add(body, as) {
        const { id, ...file } = await media.add(body, as)
        const { name, bytes, mimeType, mediaType } = file
        return { fileId: id, name, bytes, mimeType, mediaType, sha256: id }
      },
      open(fileId) {
        const file = media.get(fileId)
        return file && { stream: media.open(fileId), mimeType: file.mimeType, name: file.name, bytes: file.bytes }
      },
    },
    historyCsv: (filter) => historyCsv(messages.export(filter)),
    events: { subscribe: news.subscribe },
    trouble: () => (messages.isStorageFull() ? 'storage-full' : null),
    async close() {
      await retention.close()
      await backups.close()
      news.close()
      await messages.stop(PATIENCE_MS)
      devices.stop()
      await whatsapp.stop()
      await media.close()
      optOuts.close()
      keys.close()
      journal.close()
      await reader.close()
      database.close()
    },
  }
}
