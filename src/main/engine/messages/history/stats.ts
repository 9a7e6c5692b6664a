// The figures of a period, from the days kept with every change of state; no message is counted anew.

import type { Handlers } from '@contract/operation.ts'
import type { operations } from '@contract/stats.ts'
import type { Clock } from '../../base/clock.ts'
import type { Database } from '../../database/open.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import { dayOf } from '../../pacing/pacing.ts'
import type { Backlog } from '../state/backlog.ts'
import { rangeOf } from './history.ts'

interface Sums {
  sent: number
  failed: number
  delivered: number
  read: number
}

const SUMS = `coalesce(sum(sent), 0) AS sent, coalesce(sum(failed), 0) AS failed,
  coalesce(sum(delivered), 0) AS delivered, coalesce(sum(read), 0) AS read`

export function createStats(deps: {
  database: Database
  devices: DeviceViews
  backlog: Backlog
  clock: Clock
}): Handlers<typeof operations> {
  const { database, devices, backlog, clock } = deps
  const total = database.prepare<Sums>(`SELECT ${SUMS} FROM message_days`)
  const sums = database.prepare<Sums>(`SELECT ${SUMS} FROM message_days WHERE day BETWEEN ? AND ?`)
  const byDate = database.prepare<Sums & { date: string }>(
    `SELECT day AS date, ${SUMS} FROM message_days WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day`,
  )
  const byDevice = database.prepare<Sums & { deviceId: string }>(
    `SELECT device_id AS deviceId, ${SUMS} FROM message_days WHERE day BETWEEN ? AND ? GROUP BY device_id ORDER BY sent DESC`,
  )

  return {
    get({ from, to }) {
      const range = rangeOf(from, to)
      const days = [dayOf(range.from), dayOf(Math.min(range.to, clock.now() + 24 * 60 * 60_000))]
      const none = { sent: 0, failed: 0, delivered: 0, read: 0 }
      const present = devices.all().filter((device) => !device.isRemoved)
      return {
        devices: present.length,
        connected: present.filter((device) => device.isConnected).length,
        ...(sums.get(...days) ?? none),
        sentTotal: total.get()?.sent ?? 0,
        inQueue: backlog.total(),
        byDate: byDate.all(...days).map(({ date, sent, failed }) => ({ date, sent, failed })),
        byDevice: byDevice.all(...days).map(({ deviceId, sent, failed }) => ({
          sessionId: deviceId,
          name: devices.get(deviceId)?.name ?? deviceId,
          sent,
          failed,
        })),
      }
    },
  }
}
