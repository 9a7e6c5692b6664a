// Devices: the WhatsApp numbers linked to this PC. This is the noun: what can be asked of a device and what it shows.
// Its connection lives in whatsapp/, reached through `Links`; what waits for it lives in messages/, handed in.
import type { Device } from '@contract/devices.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { Contract, Event } from '@contract/index.ts'
import type { Handlers } from '@contract/operation.ts'
import type { DeviceLimits, Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { NounWith } from '../noun.ts'
import { createLinking } from './linking.ts'
import type { Links } from './links.ts'
import { nextOf } from './next-step.ts'
import { createRegistry, type Entry } from './registry.ts'
import { createRemoval, type Waiting } from './removal.ts'
import { sentenceOf, sinceOf, statusOf, stepOf } from './status.ts'
import { createViews } from './view.ts'

export type { LinkNews, Links } from './links.ts'
export type { DeviceView, DeviceViews } from './view.ts'

/** What its messages say of a device. */
type Figures = Pick<Device, 'sentLastHour' | 'sentToday' | 'inQueue' | 'nextAt' | 'heldBy' | 'heldUntil'>

export interface DevicesDeps {
  database: Database
  changes: Changes
  clock: Clock
  random: Random
  events: Events
  log: Log
  links: Links
  /** The settings that devices without their own values follow. */
  shared: () => Pick<Settings, 'hourlyLimit' | 'dailyLimit' | 'delayMinSeconds' | 'delayMaxSeconds'>
  /** Digits of a number as somebody wrote it. @throws DakiyaError VALIDATION_ERROR with field 'number' */
  readNumber: (text: string) => string
  waiting: Waiting
  figures: (deviceId: string) => Figures
}

export type Devices = ReturnType<typeof createDevices>

export function createDevices(deps: DevicesDeps) {
  const { clock, random, events, links, shared } = deps
  const registry = createRegistry(deps)
  const linking = createLinking({ registry, links, clock })
  const removal = createRemoval({ registry, links, events, waiting: deps.waiting })

  links.listen((deviceId, news) => {
    registry.hear(deviceId, news)
    linking.hear(deviceId, news)
    // The older device of a number that was linked twice is told.
    if (news.kind === 'open')
      for (const { row } of twins(deviceId, news.number)) events.tell('device.changed', { deviceId: row.id })
  })
  events.on('settings.changed', () => {
    for (const { row } of registry.all()) events.tell('device.changed', { deviceId: row.id })
  })

  const twins = (deviceId: string, number: string | null): Entry[] =>
    registry
      .all()
      .filter(
        ({ row }) => row.id !== deviceId && row.number === number && row.number !== null && row.state === 'linked',
      )

  function need(sessionId: string): Entry {
    const entry = registry.get(sessionId)
    if (entry === null) throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'sessionId' })
    return entry
  }

  function show({ row, live }: Entry): Device {
    const now = clock.now()
    const figures = deps.figures(row.id)
    const later = twins(row.id, row.number).find((twin) => twin.row.createdAt > row.createdAt)
    const given = { now, waiting: figures.inQueue, twin: later?.row.name ?? null }
    return {
      sessionId: row.id,
      name: row.name,
      number: row.number,
      status: statusOf(row, live, now),
      statusText: sentenceOf(row, live, given),
      statusSince: sinceOf(row, live),
      linkStep: stepOf(live),
      ...nextOf(row, live, given),
      closeCode: live.closeCode,
      isPaused: row.isPaused,
      ...figures,
      hourlyLimit: row.limits.hourlyLimit ?? shared().hourlyLimit,
      dailyLimit: row.limits.dailyLimit ?? shared().dailyLimit,
      limits: row.limits,
      createdAt: row.createdAt,
    }
  }

  /** @throws VALIDATION_ERROR when the shortest delay would be above the longest */
  function checkDelays(limits: DeviceLimits, field: string): void {
    const min = limits.delayMinSeconds ?? shared().delayMinSeconds
    const max = limits.delayMaxSeconds ?? shared().delayMaxSeconds
    if (min > max) {
      throw new DakiyaError('VALIDATION_ERROR', `The shortest delay (${min} s) is above the longest (${max} s).`, {
        field,
      })
    }
  }

  function setPaused(sessionId: string, isPaused: boolean): { device: Device } {
    const entry = need(sessionId)
    if (entry.row.isPaused !== isPaused) registry.patch(entry, { isPaused })
    if (!isPaused) events.tell('message.waiting', { deviceIds: [sessionId] })
    return { device: show(entry) }
  }

  const handlers: Handlers<Contract['devices']> = {
    list: () => ({ devices: registry.all().map(show) }),
    get: ({ sessionId }) => ({ device: show(need(sessionId)) }),
    create({ name }) {
      const now = clock.now()
      const entry = registry.add({
        id: `d${Buffer.from(random.bytes(8)).toString('hex')}`,
        name,
        number: null,
        state: 'new',
        stateSince: now,
        heldUntil: null,
        heldReason: null,
        isPaused: false,
        limits: { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null },
        createdAt: now,
      })
      linking.begin(entry)
      return { device: show(entry) }
    },
    update({ sessionId, name, ...given }) {
      const entry = need(sessionId)
      const limits = {
        ...entry.row.limits,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      }
      if (given.delayMinSeconds !== undefined || given.delayMaxSeconds !== undefined) {
        checkDelays(limits, given.delayMaxSeconds === undefined ? 'delayMinSeconds' : 'delayMaxSeconds')
      }
      registry.patch(entry, { name: name ?? entry.row.name, limits })
      events.tell('message.waiting', { deviceIds: [sessionId] })
      return { device: show(entry) }
    },
    qr: async ({ sessionId }) => await linking.qr(need(sessionId)),
    async pairingCode({ sessionId, number }) {
      const entry = need(sessionId)
      return { code: await linking.pairingCode(entry, deps.readNumber(String(number))) }
    },
    restart({ sessionId }) {
      const entry = need(sessionId)
      linking.restart(entry)
      return { device: show(entry) }
    },
    async logout({ sessionId }) {
      const entry = need(sessionId)
      await linking.logout(entry)
      return { device: show(entry) }
    },
    pause: ({ sessionId }) => setPaused(sessionId, true),
    resume: ({ sessionId }) => setPaused(sessionId, false),
    remove: async ({ sessionId, waiting, moveTo }) => await removal.remove(need(sessionId), waiting, moveTo),
  }

  /** As the contract shows it; null when unknown or removed. */
  function value(id: string): Device | null {
    const entry = registry.get(id)
    return entry === null ? null : show(entry)
  }

  function changed(id: string): Event | null {
    const device = value(id)
    return device && { type: 'device.changed', value: device }
  }

  return {
    handlers: { devices: handlers },
    changes: {
      devices: (id, kind) => (kind === 'removed' ? { type: 'device.removed', value: { sessionId: id } } : changed(id)),
    },
    live(tell) {
      const tellOf = ({ deviceId }: { deviceId: string }) => {
        const event = changed(deviceId)
        if (event) tell(event)
      }
      const stops = [events.on('device.changed', tellOf), events.on('device.ready', tellOf)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    erase: {
      refuse({ number }) {
        if (!registry.all().some(({ row }) => row.number === number)) return
        throw new DakiyaError('CONFLICT', 'This is the number of one of your devices. Remove the device instead.')
      },
    },
    /** Connects all linked devices. */
    start: linking.start,
    /** Waits for no block to end any more; the connections are closed by whoever made them. */
    stop: linking.stop,
    views: createViews(registry, links.isReady),
    value,
  } satisfies NounWith
}
