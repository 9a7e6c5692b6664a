// The figures of a period, from the days kept with every change of state; no message is counted anew.

import type { Handlers } from '@contract/operation.ts'
import type { operations } from '@contract/stats.ts'
import type { Clock } from '../../base/clock.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import { dayOf } from '../../pacing/pacing.ts'
import type { Backlog } from '../state/backlog.ts'
import { rangeOf } from './history.ts'
import type { HistoryStore } from './store.ts'

export function createStats(deps: {
  store: HistoryStore
  devices: DeviceViews
  backlog: Backlog
  clock: Clock
}): Handlers<typeof operations> {
  const { store, devices, backlog, clock } = deps
  return {
    get({ from, to }) {
      const range = rangeOf(from, to)
      const days = [dayOf(range.from), dayOf(Math.min(range.to, clock.now() + 24 * 60 * 60_000))] as const
      const none = { sent: 0, failed: 0, delivered: 0, read: 0 }
      const present = devices.all().filter((device) => !device.isRemoved)
      return {
        devices: present.length,
        connected: present.filter((device) => device.isConnected).length,
        ...(store.sums(...days) ?? none),
        sentTotal: store.total()?.sent ?? 0,
        inQueue: backlog.total(),
        byDate: store.byDate(...days).map(({ date, sent, failed }) => ({ date, sent, failed })),
        byDevice: store.byDevice(...days).map(({ deviceId, sent, failed }) => ({
          sessionId: deviceId,
          name: devices.get(deviceId)?.name ?? deviceId,
          sent,
          failed,
        })),
      }
    },
  }
}
