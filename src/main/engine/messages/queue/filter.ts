// Which waiting messages a filter means: what it says in the words of the API, as what the rows can be asked for.
import type { Clock } from '../../base/clock.ts'
import type { Backlog } from '../state/backlog.ts'
import type { Search } from '../state/search.ts'
import type { Estimates } from './estimates.ts'
import type { Criteria } from './store.ts'

export interface QueueFilter {
  sessionId?: string | undefined
  waitingFor?: string | undefined
  q?: string | undefined
  queueIds?: number[] | undefined
}

export type Filter = (filter: QueueFilter) => Criteria

export function createFilter(deps: { backlog: Backlog; estimates: Estimates; search: Search; clock: Clock }): Filter {
  const { backlog, estimates, search, clock } = deps

  /** What one message alone waits for stands in its row; everything else holds a whole device. */
  function waits(reason: string): Criteria {
    if (reason === 'schedule' || reason === 'late') return { hold: reason }
    return { freeOf: backlog.devices().filter((id) => estimates.of(id, 0, clock.now()).waitingFor === reason) }
  }

  return ({ sessionId, waitingFor, q, queueIds }) => ({
    ...(waitingFor === undefined ? {} : waits(waitingFor)),
    ...(sessionId === undefined ? {} : { deviceId: sessionId }),
    ...(queueIds === undefined ? {} : { ids: queueIds }),
    ...(q === undefined || q.trim() === '' ? {} : { found: search.where(q) }),
  })
}
