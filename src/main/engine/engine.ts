// The engine, joined: the only place that knows all nouns. Plain Node; it never hears of Electron, HTTP or React.
// The nouns stand in one list, in order of creation; operations, news, erasing, retention, start and end are loops over it. Where a
// noun needs one that is made later, it gets a function that is called later.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Scope } from '@contract/common.ts'
import type { HistoryFilter } from '@contract/history.ts'
import type { Event } from '@contract/index.ts'
import type { Clock } from './base/clock.ts'
import { createEvents } from './base/events.ts'
import { openSlots } from './base/id-slots.ts'
import { openJournal } from './base/journal.ts'
import type { Log } from './base/log.ts'
import type { Random } from './base/random.ts'
import { createBackups } from './database/backups/backups.ts'
import { dataFile, noteDamage } from './database/backups/restore.ts'
import { readyData } from './database/backups/startup-check.ts'
import { createChanges } from './database/changes.ts'
import { compactIfDue } from './database/compact.ts'
import { openDatabase } from './database/open.ts'
import { type Progress, startSteps } from './database/steps.ts'
import { createReader } from './database/threads/reader.ts'
import { createDevices } from './devices/devices.ts'
import { createKeys } from './keys/keys.ts'
import { createMedia, readMediaUrl } from './media/media.ts'
import { createMessages, historyCsv } from './messages/messages.ts'
import { createNews } from './news.ts'
import { mergeHandlers, type Noun, neededUntil, type Operations } from './noun.ts'
import { isGroup, needNumber, readNumber } from './numbers/numbers.ts'
import { createPeople } from './people/people.ts'
import { createPrivacy } from './privacy/privacy.ts'
import { createSettings } from './settings/settings.ts'
import { createWhatsapp, type Network } from './whatsapp/whatsapp.ts'

export type { Operations }

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
  /** How far the data of an older version are made ready behind the start; null when they are. */
  upgrade(): Progress | null
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
const STOP_WITHIN_MS = 4_000
const DAY_MS = 24 * 60 * 60_000

/**
 * Opens the data in `dataDir`, joins all nouns and connects the linked devices.
 * @throws DatabaseNewer, with the data untouched · DataRefused when they are damaged or the backup cannot be used
 */
export async function createEngine(deps: EngineDeps): Promise<Engine> {
  const { dataDir, network, clock, random, log } = deps
  const profile = network.kind
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const restored = await readyData({ dataDir, profile, restore: deps.restore ?? null, now: clock.now() })
  if (restored !== null) log.warn(restored, 'the data were restored from a backup; sending is paused')
  const database = openDatabase(dataFile(dataDir), profile)
  database.onTrouble((trouble, cause) => {
    if (trouble === 'damaged') onDamaged(cause instanceof Error ? cause.message : String(cause))
  })
  compactIfDue(database, log)
  const steps = startSteps({ database, clock, log })
  const reader = createReader(database.path)
  const changes = createChanges({ database, clock })
  const events = createEvents(log)
  const journal = openJournal({ dir: join(dataDir, 'journal'), clock, log })
  const parts = { database, changes, reader, events, journal, clock, random, log, dataDir, profile }

  function onDamaged(problem: string): void {
    log.fatal({ problem }, 'the data are damaged')
    noteDamage(dataDir, problem)
    deps.onDamaged?.(`The data in ${dataDir} are damaged (${problem}); Dakiya ended. Start it again to go on.`)
  }

  const settings = createSettings(parts)
  const read = (text: string) => needNumber(text, settings.get().defaultCountry)
  const backups = createBackups({ ...parts, pause: () => void settings.update({ isPaused: true }), onDamaged })
  const keys = createKeys(parts)
  const media = createMedia({
    ...parts,
    allowedFiles: deps.mediaOrigin,
    neededUntil: (fileId) => neededUntil(nouns, fileId),
    keptMs: () => settings.get().keepMediaDays * DAY_MS || Number.POSITIVE_INFINITY,
  })
  const people = createPeople({
    ...parts,
    settings,
    ask: (numbers, sessionId) => whatsapp.transport.lookup(messages.connected(sessionId), numbers),
  })
  const whatsapp = createWhatsapp({
    ...parts,
    network,
    loadLetter: (waId) => messages.loadLetter(waId),
    heard: people.optOuts.heard,
  })
  const devices = createDevices({
    ...parts,
    links: whatsapp.links,
    shared: settings.get,
    readNumber: (text) => read(text).number,
    waiting: {
      count: (deviceId) => messages.waiting.count(deviceId),
      cancel: (deviceId) => messages.waiting.cancel(deviceId),
      keep: (deviceId) => messages.waiting.keep(deviceId),
      move: (from, to) => messages.waiting.move(from, to),
    },
    figures: (deviceId) => messages.figures(deviceId),
  })
  const messages = createMessages({
    ...parts,
    slots: openSlots(join(dataDir, 'in-hand'), log),
    transport: whatsapp.transport,
    devices: devices.views,
    settings: settings.get,
    keys,
    rules: { needNumber, readMediaUrl },
    readNumber: (text) => readNumber(text, settings.get().defaultCountry).number,
    isGroup,
    isOptedOut: people.optOuts.has,
    registrations: people.registrations,
    media,
  })

  /** In order of creation. */
  const list = [settings, backups, keys, media, people, whatsapp, devices, messages]
  const privacy = createPrivacy({ ...parts, settings: settings.get, backups, nouns: list, read })
  const nouns: readonly Noun[] = [...list, privacy]
  const operations: Operations = mergeHandlers([...list, privacy])
  const news = createNews({ changes, clock, log, nouns })
  for (const noun of nouns) noun.start?.()

  return {
    operations,
    keys,
    files: media.files,
    historyCsv: (filter) => historyCsv(messages.export(filter)),
    events: { subscribe: news.subscribe },
    trouble: () => (messages.isStorageFull() ? 'storage-full' : null),
    upgrade: steps.progress,
    async close() {
      await steps.close()
      news.close()
      const last = [...nouns].reverse()
      // One that cannot end (a full disk) keeps no other from ending.
      const end = async (work: () => unknown) => {
        try {
          await work()
        } catch (cause) {
          log.error({ err: cause }, 'a part of the engine could not end in order')
        }
      }
      for (const noun of last) await end(() => noun.stop?.(STOP_WITHIN_MS))
      for (const noun of last) await end(() => noun.close?.())
      journal.close()
      await reader.close()
      database.close()
    },
  }
}
