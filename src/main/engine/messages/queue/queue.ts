// The queue: what can still be stopped. Listing, cancelling, putting back; `move.ts` gives them to another device.
import { DakiyaError } from '@contract/errors.ts'
import type { Handlers } from '@contract/operation.ts'
import type { operations } from '@contract/queue.ts'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Changes } from '../../database/changes.ts'
import type { Database } from '../../database/open.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import type { Backlog } from '../state/backlog.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { Store } from '../state/store.ts'
import type { Estimates } from './estimates.ts'
import type { Filter, QueueFilter } from './filter.ts'
import { createMove } from './move.ts'
import type { QueueStore } from './store.ts'
import type { View } from './view.ts'

export interface QueueDeps {
  rows: Store
  store: QueueStore
  database: Database
  changes: Changes
  settle: Settle
  events: Events
  clock: Clock
  backlog: Backlog
  estimates: Estimates
  criteriaOf: Filter
  view: View
  devices: DeviceViews
  isPaused: () => boolean
}

/** Rows changed in one transaction; between two the event loop gets its turn. */
const ROWS_A_COMMIT = 500

export function createQueue(deps: QueueDeps) {
  const { rows, store, settle, events, clock, backlog, estimates, criteriaOf, view, devices } = deps
  const moves = createMove(deps)

  /** Rows of one page with their places; counts what is before only once for each device. */
  function withPlaces(page: Row[]) {
    const next = new Map<string, number>()
    return page.map((row) => {
      const place = next.get(row.deviceId) ?? store.countAhead(row.deviceId, row.id)
      next.set(row.deviceId, place + 1)
      return view.message(row, place)
    })
  }

  /** Applies a fact to many rows, some at a time; returns the ids it changed. */
  async function toAll(ids: number[], kind: 'cancelled' | 'restored' | 'released'): Promise<number[]> {
    const done: number[] = []
    for (let from = 0; from < ids.length; from += ROWS_A_COMMIT) {
      const some = await settle.commit((apply) => {
        const changed: number[] = []
        for (const id of ids.slice(from, from + ROWS_A_COMMIT)) {
          const row = rows.get(id)
          if (!row || (kind === 'restored' && devices.get(row.deviceId)?.isRemoved)) continue
          if (apply(row, { kind }) === null) continue
          if (kind === 'released') store.sendThoughLate(id)
          if (kind === 'restored') {
            rows.addEvent(id, row.endedAt ?? clock.now(), 'cancelled', null)
            rows.addEvent(id, clock.now(), 'restored', null)
          }
          changed.push(id)
        }
        return changed
      })
      done.push(...some)
    }
    return done
  }

  const matching = (filter: QueueFilter): number[] => store.ids(criteriaOf(filter))

  /** All that match; those of a device, or of all, are counted already. */
  function totalOf(filter: QueueFilter): number {
    if (filter.q === undefined && filter.waitingFor === undefined) {
      return filter.sessionId === undefined ? backlog.total() : backlog.of(filter.sessionId)
    }
    return store.count(criteriaOf(filter))
  }

  const handlers: Handlers<typeof operations> = {
    list({ limit, cursor, ...filter }) {
      const found = store.page(criteriaOf(filter), Number(cursor ?? 0) || 0, limit + 1)
      const page = found.slice(0, limit)
      const nextCursor = found.length > limit ? String(page.at(-1)?.id) : null
      return { total: totalOf(filter), messages: withPlaces(page), nextCursor }
    },
    summary: () => ({
      waiting: backlog.total(),
      devices: backlog.devices().length,
      lastLeavesAt: estimates.lastLeavesAt(),
      isPaused: deps.isPaused(),
    }),
    async cancel({ queueId }) {
      const row = rows.get(queueId)
      if (!row) throw new DakiyaError('NOT_FOUND', 'There is no message with this queueId.')
      const queueIds = await toAll([queueId], 'cancelled')
      if (queueIds.length === 0) {
        const why =
          row.status === 'processing'
            ? 'Already going out; it can no longer be stopped.'
            : 'This message has ended; there is nothing to cancel.'
        throw new DakiyaError('CONFLICT', why)
      }
      return { cancelled: 1, queueIds }
    },
    async clear({ all, campaignId, ...filter }) {
      const hasFilter = Object.values(filter).some((value) => value !== undefined) || campaignId !== undefined
      if (!hasFilter && all !== true) {
        throw new DakiyaError('VALIDATION_ERROR', 'Say which messages: sessionId, or all=true for every one.', {
          field: 'all',
        })
      }
      if (filter.sessionId !== undefined && !devices.get(filter.sessionId)) {
        throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'sessionId' })
      }
      // No message belongs to a campaign yet, so none matches one.
      const queueIds = campaignId === undefined ? await toAll(matching(filter), 'cancelled') : []
      return { cancelled: queueIds.length, queueIds }
    },
    async restore({ queueIds }) {
      const restored = await toAll(queueIds, 'restored')
      events.tell('message.waiting', { deviceIds: backlog.devices() })
      return { restored: restored.length, queueIds: restored }
    },
    async release({ queueIds }) {
      const released = await toAll(queueIds, 'released')
      events.tell('message.waiting', { deviceIds: backlog.devices() })
      return { released: released.length, queueIds: released }
    },
    ...moves.handlers,
  }

  return {
    handlers,
    move: moves.moveAll,
    withPlaces,
    /** Cancels all that wait for a device. */
    cancelAllOf: async (deviceId: string): Promise<number> =>
      (await toAll(matching({ sessionId: deviceId }), 'cancelled')).length,
    cancel: (ids: number[]): Promise<number[]> => toAll(ids, 'cancelled'),
    placeOf: (row: Row): number => store.countAhead(row.deviceId, row.id),
  }
}
