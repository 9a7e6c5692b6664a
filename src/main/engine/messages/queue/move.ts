// Moves: waiting messages change their device. What is on its way stays where it is. Nothing loses its place: the queue's
// order is that of the ids. A move can be taken back, also to a device that was removed or logged out meanwhile.
import { DakiyaError } from '@contract/errors.ts'
import type { Handlers } from '@contract/operation.ts'
import type { operations } from '@contract/queue.ts'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Changes } from '../../database/changes.ts'
import type { Database } from '../../database/open.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import type { Backlog } from '../state/backlog.ts'
import type { Store } from '../state/store.ts'
import type { Place, QueueStore } from './store.ts'

/** Rows changed in one transaction; between two the event loop gets its turn. */
const ROWS_A_COMMIT = 500

export interface MoveDeps {
  rows: Store
  store: QueueStore
  database: Database
  changes: Changes
  events: Events
  clock: Clock
  backlog: Backlog
  devices: DeviceViews
}

export function createMove({ rows, store, database, changes, events, clock, backlog, devices }: MoveDeps) {
  /** Ties what `find` finds to a device, in one commit; answers all of it, with where each was. */
  async function movePiece(find: () => Place[], to: string): Promise<Place[]> {
    const places = await database.commit(() => {
      const found = find()
      for (const { id, deviceId } of found) {
        if (deviceId === to) continue
        store.tie(id, to)
        rows.addEvent(id, clock.now(), 'moved', devices.get(to)?.name ?? null)
        changes.note('messages', id, 'moved')
      }
      return found
    })
    for (const [deviceId, queueIds] of byDevice(places)) backlog.moved(deviceId, to, queueIds.length)
    return places
  }

  /** Tells of what was moved, and wakes those that lost their next message or got one. */
  function tell(places: Place[], to: string): Place[] {
    if (places.every(({ deviceId }) => deviceId === to)) return places
    events.tell('message.changed', { queueIds: places.map(({ id }) => id) })
    events.tell('message.waiting', { deviceIds: [...new Set([to, ...places.map(({ deviceId }) => deviceId)])] })
    return places
  }

  async function moveThese(ids: readonly number[], to: string): Promise<Place[]> {
    const all: Place[] = []
    for (let from = 0; from < ids.length; from += ROWS_A_COMMIT) {
      const some = ids.slice(from, from + ROWS_A_COMMIT)
      all.push(...(await movePiece(() => store.waitingAmong(some), to)))
    }
    return tell(all, to)
  }

  async function moveAllOf(from: string, to: string): Promise<Place[]> {
    if (from === to) return []
    const all: Place[] = []
    for (;;) {
      const some = await movePiece(() => store.waitingOf(from, ROWS_A_COMMIT), to)
      all.push(...some)
      if (some.length < ROWS_A_COMMIT) return tell(all, to)
    }
  }

  function needTarget(to: string): void {
    const target = devices.get(to)
    if (!target || target.isRemoved) throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'to' })
    if (!target.isLinked) throw new DakiyaError('CONFLICT', `${target.name} is not linked to a phone. Link it first.`)
  }

  const handlers: Pick<Handlers<typeof operations>, 'move' | 'moveBack'> = {
    async move({ from, queueIds, to }) {
      if ((from === undefined) === (queueIds === undefined)) {
        const why = 'Say which messages: from, for all that wait for a device, or queueIds.'
        throw new DakiyaError('VALIDATION_ERROR', why, { field: from === undefined ? 'queueIds' : 'from' })
      }
      if (from !== undefined && !devices.get(from)) {
        throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'from' })
      }
      needTarget(to)
      const places = from === undefined ? await moveThese(queueIds ?? [], to) : await moveAllOf(from, to)
      const gone = byDevice(places)
      const already = gone.get(to)?.length ?? 0
      gone.delete(to)
      const movedFrom = [...gone].map(([sessionId, ids]) => ({ sessionId, queueIds: ids }))
      return { moved: places.length - already, already, movedFrom }
    },
    async moveBack({ moves }) {
      for (const { sessionId } of moves) {
        if (!devices.get(sessionId)) throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'sessionId' })
      }
      let moved = 0
      for (const { sessionId, queueIds } of moves) {
        const places = await moveThese(queueIds, sessionId)
        moved += places.filter(({ deviceId }) => deviceId !== sessionId).length
      }
      return { moved }
    },
  }

  return {
    handlers,
    /** All that wait for a device go to another; answers how many. */
    moveAll: async (from: string, to: string): Promise<number> => (await moveAllOf(from, to)).length,
  }
}

function byDevice(places: readonly Place[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { id, deviceId } of places) {
    const ids = found.get(deviceId) ?? []
    ids.push(id)
    found.set(deviceId, ids)
  }
  return found
}
