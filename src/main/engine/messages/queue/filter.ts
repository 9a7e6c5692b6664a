// Which waiting messages a filter means, as a condition in SQL.

import type { Clock } from '../../base/clock.ts'
import type { Backlog } from '../state/backlog.ts'
import { isWaitingSql } from '../state/row.ts'
import type { Search } from '../state/search.ts'
import type { Estimates } from './estimates.ts'

export interface QueueFilter {
  sessionId?: string | undefined
  waitingFor?: string | undefined
  q?: string | undefined
  queueIds?: number[] | undefined
}

export type Filter = (filter: QueueFilter) => { sql: string; values: unknown[] }

export function createFilter(deps: { backlog: Backlog; estimates: Estimates; search: Search; clock: Clock }): Filter {
  const { backlog, estimates, search, clock } = deps

  /** What one message alone waits for stands in its row; everything else holds a whole device. */
  function waits(reason: string): { sql: string; values: unknown[] } {
    if (reason === 'schedule' || reason === 'late') return { sql: 'hold = ?', values: [reason] }
    const devices = backlog.devices().filter((id) => estimates.of(id, 0, clock.now()).waitingFor === reason)
    return {
      sql: `hold IS NULL AND device_id IN (SELECT value FROM json_each(?))`,
      values: [JSON.stringify(devices)],
    }
  }

  return (filter) => {
    const parts = [isWaitingSql]
    const values: unknown[] = []
    const add = (part: { sql: string; values: unknown[] }) => {
      parts.push(part.sql)
      values.push(...part.values)
    }
    if (filter.waitingFor !== undefined) add(waits(filter.waitingFor))
    if (filter.sessionId !== undefined) add({ sql: 'device_id = ?', values: [filter.sessionId] })
    if (filter.queueIds) {
      add({ sql: 'id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(filter.queueIds)] })
    }
    if (filter.q !== undefined && filter.q.trim() !== '') add(search.where(filter.q))
    return { sql: parts.join(' AND '), values }
  }
}
