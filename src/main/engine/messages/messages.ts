// Messages, joined: what comes in, what waits, the senders, what became of them. Only wiring in here.
import { DakiyaError } from '@contract/errors.ts'
import type { HistoryFilter } from '@contract/history.ts'
import type { Event } from '@contract/index.ts'
import type { Message } from '@contract/messages.ts'
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Slots } from '../base/id-slots.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { Reader } from '../database/threads/reader.ts'
import type { DeviceViews } from '../devices/devices.ts'
import type { NounWith, Operations } from '../noun.ts'
import { createPacing } from '../pacing/pacing.ts'
import { createDeviceStats } from './history/device-stats.ts'
import { createErase } from './history/erase.ts'
import { createHistory } from './history/history.ts'
import { createPurge } from './history/purge.ts'
import { createStats } from './history/stats.ts'
import { createHistoryStore } from './history/store.ts'
import { createAccept } from './queue/accept.ts'
import { createChoose } from './queue/choose.ts'
import type { DraftRules } from './queue/draft.ts'
import { createEstimates } from './queue/estimates.ts'
import { createFilter } from './queue/filter.ts'
import { createIdempotency } from './queue/idempotency.ts'
import { createLongLists } from './queue/long-list.ts'
import { createQueue } from './queue/queue.ts'
import { createSchedule } from './queue/schedule.ts'
import { createQueueStore } from './queue/store.ts'
import { createView } from './queue/view.ts'
import type { PrepareDeps } from './sending/prepare.ts'
import { createResolve } from './sending/resolve.ts'
import { createSenders } from './sending/senders.ts'
import { createSendingStore } from './sending/store.ts'
import type { Transport } from './sending/transport.ts'
import { createBacklog } from './state/backlog.ts'
import type { Row } from './state/row.ts'
import { createSearch } from './state/search.ts'
import { createSettle } from './state/settle.ts'
import { createStorage } from './state/storage.ts'
import { createStore } from './state/store.ts'

export { historyCsv } from './history/csv.ts'
export type { Content, Letter, Lookup, Outcome, Transport } from './sending/transport.ts'

export interface MessagesDeps {
  database: Database
  changes: Changes
  reader: Reader
  clock: Clock
  random: Random
  events: Events
  log: Log
  journal: Journal
  /** Where the ids of messages in hand outlive the program. */
  slots: Slots
  transport: Transport
  devices: DeviceViews
  settings: () => Settings
  keys: { countMessages(id: string, count: number): void; nameOf(id: string): string | null }
  rules: Pick<DraftRules, 'needNumber' | 'readMediaUrl'>
  readNumber: (text: string) => string | null
  isGroup: (number: string) => boolean
  isOptedOut: (number: string) => boolean
  registrations: PrepareDeps['registrations']
  media: PrepareDeps['media']
}

/** A month: whoever asks for a message later than this after it left gets none. */
const LETTERS_ANSWERED_MS = 30 * 24 * 60 * 60_000
const DAY_MS = 24 * 60 * 60_000
/** A long list that could not be finished is tried again. */
const LISTS_AGAIN_MS = 5_000

export function createMessages(deps: MessagesDeps) {
  const { database, changes, reader, clock, random, events, log, journal, devices, settings, media } = deps
  const rows = createStore(database)
  const queueStore = createQueueStore(database)
  const sendingStore = createSendingStore(database)
  const historyStore = createHistoryStore(database, reader)
  const backlog = createBacklog(rows)
  const storage = createStorage({ database, store: rows, clock, events, log })
  const limitsOf = (deviceId: string) => devices.get(deviceId)?.limits
  const pacing = createPacing({ database, limitsOf, settings, random, clock })
  const pacerOf = pacing.of
  const settle = createSettle({
    store: rows,
    database,
    changes,
    events,
    clock,
    journal,
    backlog,
    ledger: pacing.ledger,
    onWriteFailed: storage.report,
  })
  const schedule = createSchedule({ store: queueStore, settle, events, clock, log })
  const search = createSearch({ database, clock, log })
  const isPaused = () => settings().isPaused
  const estimates = createEstimates({ devices, backlog, clock, pacerOf, isPaused, isStorageFull: storage.isFull })
  const view = createView({ estimates, nameOfKey: deps.keys.nameOf })
  const senders = createSenders({
    ...deps,
    rows,
    store: sendingStore,
    settle,
    pacerOf,
    estimates,
    backlog,
    onEarly: schedule.look,
    onWriteFailed: storage.report,
  })

  const figures = createDeviceStats({ store: sendingStore, backlog, estimates, pacerOf, isPaused })
  const choose = createChoose({ devices, backlog, store: queueStore })
  const longLists = createLongLists({
    store: queueStore,
    database,
    changes,
    journal,
    backlog,
    random,
    onWriteFailed: (cause) => finishLater(cause),
  })
  const accept = createAccept({
    rows,
    store: queueStore,
    database,
    changes,
    events,
    clock,
    journal,
    backlog,
    choose,
    estimates,
    longLists,
    idempotency: createIdempotency({ store: queueStore, clock }),
    rules: { ...deps.rules, defaultCountry: () => settings().defaultCountry, needFile: media.need },
    fetchMedia: media.fetch,
    countForKey: deps.keys.countMessages,
    onWriteFailed: storage.report,
    onScheduled: schedule.look,
  })
  const criteriaOf = createFilter({ backlog, estimates, search, clock })
  const queue = createQueue({
    rows,
    store: queueStore,
    database,
    changes,
    settle,
    events,
    clock,
    backlog,
    estimates,
    criteriaOf,
    view,
    devices,
    isPaused,
  })
  const resolve = createResolve({
    ...deps,
    rows,
    settle,
    view,
    onAsked: senders.collect,
  })
  const purge = createPurge({ search, database, store: historyStore, answers: queueStore, clock })
  const erase = createErase({ database, store: historyStore, answers: queueStore, search, cancel: queue.cancel })
  const past = createHistory({ store: historyStore, search, view, readNumber: deps.readNumber })

  events.on('message.waiting', search.nudge)

  const finishLists = () =>
    void longLists.finish().then((deviceIds) => events.tell('message.waiting', { deviceIds }), finishLater)
  function finishLater(cause: unknown): void {
    storage.report(cause)
    clock.after(LISTS_AGAIN_MS, finishLists)
  }
  events.on('storage.changed', ({ isFull }) => {
    if (!isFull) finishLists()
  })

  const shown = (row: Row): Message => view.message(row, row.status === 'pending' ? queue.placeOf(row) : 0)

  function changed(queueId: number): Event | null {
    const row = rows.get(queueId)
    return row ? { type: 'message.changed', value: shown(row) } : null
  }

  const handlers: Pick<Operations, 'messages' | 'queue' | 'history' | 'stats'> = {
    messages: {
      ...accept,
      ...resolve,
      get({ queueId }) {
        const row = rows.get(queueId)
        if (!row) throw new DakiyaError('NOT_FOUND', 'There is no message with this queueId.')
        return { message: { ...shown(row), timeline: view.timeline(row, rows.events(queueId)) } }
      },
    },
    queue: queue.handlers,
    history: past.handlers,
    stats: createStats({ store: historyStore, devices, backlog, clock }),
  }

  return {
    handlers,
    /** What devices need to know of the messages that wait for one of them. */
    waiting: {
      count: backlog.of,
      cancel: queue.cancelAllOf,
      /** They wait for a device that is gone, until they are moved. */
      keep: backlog.of,
      move(from: string, to: string | null): Promise<number> {
        return queue.move(from, to ?? choose('', undefined).id)
      },
    },
    /** The figures on a device's card. */
    figures: figures.of,
    /** The device to ask WhatsApp through: the one named, else any that is connected. @throws DEVICE_NOT_FOUND, CONFLICT */
    connected(sessionId: string | undefined): string {
      const asked = sessionId === undefined ? undefined : choose('', sessionId)
      const device = asked ?? devices.all().find((candidate) => candidate.isConnected)
      if (!device?.isConnected)
        throw new DakiyaError('CONFLICT', 'No device is connected, so WhatsApp cannot be asked.')
      return device.id
    },
    /** The bytes of a message of ours, for recipients who could not read it the first time; null = not ours, or left too long ago. */
    loadLetter: (waId: string) => sendingStore.contentByWaId(waId, clock.now() - LETTERS_ANSWERED_MS),
    export: (filter: HistoryFilter) => past.all(filter),
    needs: historyStore.fileNeededUntil,
    async tidy(signal) {
      const days = settings().keepHistoryDays
      return days === 0 ? 0 : await purge.before(clock.now() - days * DAY_MS, signal)
    },
    erase,
    // What was just queued is told by the figures alone: where it stands costs a count of all before it.
    changes: { messages: (id, kind) => (kind === 'queued' ? null : changed(Number(id))) },
    digest: { type: 'queue.changed', value: figures.summary },
    /** A full disk writes no change. */
    live: (tell) => events.on('storage.changed', () => tell({ type: 'queue.changed', value: figures.summary() })),
    isStorageFull: storage.isFull,
    start(): void {
      journal.note({ kind: 'start' })
      senders.start()
      finishLists()
      schedule.look()
      search.nudge()
    },
    /** Starts nothing more; resolves when nothing is on its way, or after `patienceMs`. */
    async stop(patienceMs: number): Promise<void> {
      search.close()
      storage.close()
      schedule.close()
      await senders.stop(patienceMs)
      journal.note({ kind: 'stop' })
    },
  } satisfies NounWith
}
