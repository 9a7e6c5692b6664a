// The senders of all devices: each made when its device first has something to send, woken by what happens around it, and
// ended together.
import type { Settings } from '@contract/settings.ts'
import type { Events } from '../../base/events.ts'
import type { Slots } from '../../base/id-slots.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import type { Estimates } from '../queue/estimates.ts'
import type { Backlog } from '../state/backlog.ts'
import type { Retry } from '../state/delivery.ts'
import type { Row } from '../state/row.ts'
import { createAhead } from './ahead.ts'
import { createCrashGuard } from './crash-guard.ts'
import { createPrepare, type PrepareDeps } from './prepare.ts'
import { createSender, type Sender, type SenderDeps } from './sender.ts'

/** What every sender needs, less what belongs to one device. */
type Shared = Omit<
  PrepareDeps & SenderDeps,
  'deviceId' | 'pacer' | 'ahead' | 'prepareLetter' | 'crashGuard' | 'mayGo' | 'retryOf'
>

export interface SendersDeps extends Shared {
  events: Events
  /** Where the ids of messages in hand outlive the program. */
  slots: Slots
  backlog: Backlog
  estimates: Estimates
  pacerOf: (deviceId: string) => Pacer
  settings: () => Settings
  /** A fact could not be written. */
  onWriteFailed: (cause: unknown) => void
}

export function createSenders(deps: SendersDeps) {
  const { events, backlog, estimates, settings, rows, store, settle } = deps
  const crashGuard = createCrashGuard({ slots: deps.slots, rows, store, settle, onFree: wakeAll })
  const senders = new Map<string, Sender>()
  /** Nothing goes before it is known what the process before broke down with. */
  let isStarted = false

  function of(deviceId: string): Sender {
    const known = senders.get(deviceId)
    if (known) return known
    const mayGo = () => isStarted && estimates.holdOf(deviceId) === null
    const retryOf = (row: Row): Retry =>
      deps.isOptedOut(row.number) ? 'never' : (row.onAmbiguous ?? settings().onAmbiguous)
    const own = { ...deps, deviceId, crashGuard, pacer: deps.pacerOf(deviceId), mayGo, retryOf }
    const ahead = createAhead(own)
    const sender = createSender({ ...own, ahead, prepareLetter: createPrepare({ ...own, ahead }) })
    senders.set(deviceId, sender)
    return sender
  }

  function wakeAll(): void {
    for (const sender of senders.values()) sender.wake()
  }

  events.on('message.waiting', ({ deviceIds }) => {
    for (const deviceId of deviceIds) of(deviceId).wake()
  })
  events.on('device.ready', ({ deviceId }) => of(deviceId).collect(true))
  events.on('message.changed', ({ queueIds }) => {
    for (const sender of senders.values()) sender.heard(queueIds)
  })
  events.on('device.changed', ({ deviceId }) => senders.get(deviceId)?.wake())
  // What is to become of an unconfirmed message may be another thing now.
  events.on('settings.changed', () => {
    for (const sender of senders.values()) sender.collect(false)
  })
  events.on('storage.changed', wakeAll)

  return {
    /** Reads anew what of the device is without an answer. */
    collect: (deviceId: string): void => of(deviceId).collect(false),
    start(): void {
      crashGuard
        .blame()
        .catch(deps.onWriteFailed)
        .then(() => {
          isStarted = true
          wakeAll()
        })
      for (const deviceId of backlog.devices()) of(deviceId).collect(false)
    },
    /** Starts nothing more; resolves when nothing is on its way, or after `patienceMs`. */
    async stop(patienceMs: number): Promise<void> {
      const idle = Promise.all([...senders.values()].map((sender) => sender.stop()))
      const patience = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        void idle.then(() => clearTimeout(timer))
      })
      await Promise.race([idle, patience])
      crashGuard.close()
    },
  }
}
