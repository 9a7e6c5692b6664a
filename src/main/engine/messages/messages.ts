// Messages, joined: what comes in, what waits, the senders, what became of them. Only wiring in here.
import { DakiyaError } from '@contract/errors.ts'
import type { HistoryFilter, history, Message, messages, QueueSummary, queue, stats } from '@contract/messages.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Slots } from '../base/slots.ts'
import type { Database } from '../database/open.ts'
import type { Reader } from '../database/reader.ts'
import { createAccept } from './accept.ts'
import { createAhead } from './ahead.ts'
import type { Carrier } from './carrier.ts'
import { createChoose, type DeviceViews } from './choose.ts'
import type { Retry } from './delivery.ts'
import type { DraftRules } from './draft.ts'
import { createDrop } from './drop.ts'
import { createErase } from './erase.ts'
import { createEstimates } from './estimates.ts'
import { createHands } from './hands.ts'
import { createHistory } from './history.ts'
import { createIdempotency } from './idempotency.ts'
import { createSchedule } from './late.ts'
import { createLoad } from './load.ts'
import { createMatch } from './match.ts'
import { createPacer, type Pacer, type Rules } from './pacer.ts'
import { createPrepare, type PrepareDeps } from './prepare.ts'
import { createQueue } from './queue.ts'
import { createResolve } from './resolve.ts'
import { createSearch } from './search.ts'
import { createSender, type Sender } from './sender.ts'
import { createSettle } from './settle.ts'
import { createStats } from './stats.ts'
import { createStorage } from './storage.ts'
import { createStore, type Row } from './store.ts'
import { createView } from './view.ts'

export interface MessagesDeps {
  database: Database
  reader: Reader
  clock: Clock
  random: Random
  events: Events
  log: Log
  journal: Journal
  /** Where the ids of messages in hand outlive the program. */
  slots: Slots
  carrier: Carrier
  devices: DeviceViews
  settings: () => Settings
  keys: { countMessages(id: string, count: number): void; nameOf(id: string): string | null }
  rules: Pick<DraftRules, 'needNumber' | 'readMediaUrl'>
  readNumber: (text: string) => string | null
  isGroup: (number: string) => boolean
  isOptedOut: (number: string) => boolean
  whatsappNumbers: PrepareDeps['whatsappNumbers']
  media: PrepareDeps['media']
}

/** A month: whoever asks for a message later than this after it left gets none. */
const LETTERS_ANSWERED_MS = 30 * 24 * 60 * 60_000

export type Messages = ReturnType<typeof createMessages>

export function createMessages(deps: MessagesDeps) {
  const { database, reader, clock, random, events, log, journal, devices, settings, media } = deps
  const store = createStore(database)
  const load = createLoad(store)
  const storage = createStorage({ database, clock, events, log })
  const settle = createSettle({ store, database, events, clock, journal, load, onWriteFailed: storage.report })
  const hands = createHands({ slots: deps.slots, store, settle, onFree: wakeAll })
  const schedule = createSchedule({ store, settle, events, clock, log })
  const search = createSearch({ database, clock, log })
  const pacers = new Map<string, Pacer>()
  const senders = new Map<string, Sender>()
  const isPaused = () => settings().isPaused
  /** Nothing goes before it is known what the process before broke down with. */
  let isStarted = false

  /** A device's own values where it has any, else the shared ones, asked anew each time. */
  function rulesOf(deviceId: string): Rules {
    const shared = settings()
    const own = devices.get(deviceId)?.limits
    return {
      delayMinSeconds: own?.delayMinSeconds ?? shared.delayMinSeconds,
      delayMaxSeconds: own?.delayMaxSeconds ?? shared.delayMaxSeconds,
      hourlyLimit: own?.hourlyLimit ?? shared.hourlyLimit,
      dailyLimit: own?.dailyLimit ?? shared.dailyLimit,
      typing: own?.typing ?? shared.typing,
    }
  }

  function pacerOf(deviceId: string): Pacer {
    const known = pacers.get(deviceId)
    if (known) return known
    const pacer = createPacer({ store, deviceId, rules: () => rulesOf(deviceId), random, clock })
    pacers.set(deviceId, pacer)
    return pacer
  }

  const estimates = createEstimates({ devices, load, clock, pacerOf, isPaused, isStorageFull: storage.isFull })
  const view = createView({ estimates, nameOfKey: deps.keys.nameOf })

  function senderOf(deviceId: string): Sender {
    const known = senders.get(deviceId)
    if (known) return known
    const mayGo = () => isStarted && estimates.holdOf(deviceId) === null
    const retryOf = (row: Row): Retry =>
      deps.isOptedOut(row.number) ? 'never' : (row.onAmbiguous ?? settings().onAmbiguous)
    const own = { ...deps, deviceId, store, settle, hands, pacer: pacerOf(deviceId), mayGo, retryOf }
    const ahead = createAhead(own)
    const prepare = createPrepare({ ...own, ahead })
    const sender = createSender({ ...own, ahead, prepare, onEarly: schedule.look })
    senders.set(deviceId, sender)
    return sender
  }

  const choose = createChoose({ devices, load, store })
  const accept = createAccept({
    store,
    database,
    events,
    clock,
    journal,
    load,
    choose,
    estimates,
    idempotency: createIdempotency({ database, clock }),
    rules: { ...deps.rules, defaultCountry: () => settings().defaultCountry, needFile: media.need },
    fetchMedia: media.fetch,
    countForKey: deps.keys.countMessages,
    onWriteFailed: storage.report,
    onScheduled: schedule.look,
  })
  const match = createMatch({ load, estimates, search, clock })
  const line = createQueue({ store, database, settle, events, clock, load, estimates, match, view, devices, isPaused })
  const resolve = createResolve({
    ...deps,
    store,
    settle,
    view,
    onAsked: (deviceId) => senderOf(deviceId).collect(false),
  })
  const drop = createDrop({ database, clock })
  const erase = createErase({ database, drop, search, cancel: line.cancel })
  const past = createHistory({ reader, search, view, readNumber: deps.readNumber })

  events.on('message.waiting', ({ deviceIds }) => {
    for (const deviceId of deviceIds) senderOf(deviceId).wake()
    search.nudge()
  })
  events.on('device.ready', ({ deviceId }) => senderOf(deviceId).collect(true))
  events.on('message.changed', ({ queueIds }) => {
    for (const sender of senders.values()) sender.heard(queueIds)
  })
  events.on('device.changed', ({ deviceId }) => senders.get(deviceId)?.wake())
  events.on('settings.changed', wakeAll)
  events.on('storage.changed', wakeAll)

  function wakeAll(): void {
    for (const sender of senders.values()) sender.wake()
  }

  const handlers: {
    messages: Handlers<typeof messages>
    queue: Handlers<typeof queue>
    history: Handlers<typeof history>
    stats: Handlers<typeof stats>
  } = {
    messages: {
      ...accept,
      ...resolve,
      get({ queueId }) {
        const row = store.get(queueId)
        if (!row) throw new DakiyaError('NOT_FOUND', 'There is no message with this queueId.')
        const message = view.message(row, row.status === 'pending' ? line.placeOf(row) : 0)
        return { message: { ...message, timeline: view.timeline(row, store.events(queueId)) } }
      },
    },
    queue: line.handlers,
    history: past.handlers,
    stats: createStats({ database, devices, load, clock }),
  }

  return {
    handlers,
    /** What devices need to know of the messages that wait for one of them. */
    waiting: {
      count: load.of,
      cancel: line.cancelAllOf,
      /** They wait for a device that is gone, until they are moved. */
      keep: load.of,
      move(from: string, to: string | null): Promise<number> {
        return line.move(from, to ?? choose('', undefined).id)
      },
    },
    /** The figures on a device's card. */
    figures(deviceId: string) {
      const { lastHour, today } = pacerOf(deviceId).figures()
      const head = store.pending(deviceId, 1)[0]
      const next = head ? estimates.of(deviceId, 0, head.createdAt) : { waitingFor: null, estimatedAt: null }
      const heldBy = next.waitingFor === 'turn' ? null : next.waitingFor
      return {
        sentLastHour: lastHour,
        sentToday: today,
        inQueue: load.of(deviceId),
        nextAt: next.estimatedAt,
        heldBy,
        heldUntil: heldBy === null ? null : next.estimatedAt,
      }
    },
    summary: (): QueueSummary => ({
      waiting: load.total(),
      devices: load.devices().length,
      lastLeavesAt: estimates.lastLeavesAt(),
      isPaused: isPaused(),
    }),
    /** The device to ask WhatsApp through: the one named, else any that is connected. @throws DEVICE_NOT_FOUND, CONFLICT */
    connected(sessionId: string | undefined): string {
      const asked = sessionId === undefined ? undefined : choose('', sessionId)
      const device = asked ?? devices.all().find((candidate) => candidate.isConnected)
      if (!device?.isConnected)
        throw new DakiyaError('CONFLICT', 'No device is connected, so WhatsApp cannot be asked.')
      return device.id
    },
    /** A message as the contract shows it; null when there is none. */
    message(queueId: number): Message | null {
      const row = store.get(queueId)
      return row ? view.message(row, row.status === 'pending' ? line.placeOf(row) : 0) : null
    },
    /** The bytes of a message of ours, for recipients who could not read it the first time; null = not ours, or left too long ago. */
    loadLetter: (waId: string) => store.contentByWaId(waId, clock.now() - LETTERS_ANSWERED_MS),
    export: (filter: HistoryFilter) => past.all(filter),
    /** Until when a file is needed: Infinity while a message waits, else when the last one ended; null = never used. */
    fileNeededUntil: store.fileNeededUntil,
    /** Removes what ended before `before`, epoch ms, a little at a time; says how many messages went. */
    dropBefore: drop.before,
    /** What is kept of one person, and its end; numbers are digits. */
    keptOf: erase.kept,
    erase: erase.erase,
    isStorageFull: storage.isFull,
    start(): void {
      journal.note({ kind: 'start' })
      hands
        .blame()
        .catch(storage.report)
        .then(() => {
          isStarted = true
          wakeAll()
        })
      for (const deviceId of load.devices()) senderOf(deviceId).collect(false)
      schedule.look()
      search.nudge()
    },
    /** Starts nothing more; resolves when nothing is on its way, or after `patienceMs`. */
    async stop(patienceMs: number): Promise<void> {
      search.close()
      storage.close()
      schedule.close()
      const idle = Promise.all([...senders.values()].map((sender) => sender.stop()))
      const patience = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        void idle.then(() => clearTimeout(timer))
      })
      await Promise.race([idle, patience])
      hands.close()
      journal.note({ kind: 'stop' })
    },
  }
}
