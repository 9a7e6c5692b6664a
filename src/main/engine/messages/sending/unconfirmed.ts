// The messages of one device whose last try got no answer: when each is tried again, and when it becomes `unknown`.
// As long as one may be tried again, nothing newer goes to its chat; other chats go on.
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import { isUnknown, mayTryAgain, type Retry, unknownAt } from '../state/delivery.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { SendingStore } from './store.ts'

/** An unconfirmed message is tried again after this long, if the connection stays up; otherwise when it is back. */
const TRY_AGAIN_MS = 30_000
/** The PC's clock may be set at any time, so that nobody trusts one long timer. */
const LOOK_EVERY_MS = 60_000
const READ_AGAIN_MS = 1_000

export interface UnconfirmedDeps {
  deviceId: string
  store: SendingStore
  settle: Settle
  clock: Clock
  log: Log
  retryOf: (row: Row) => Retry
  /** Whether the sender has it in its hands now. */
  isOnTheWay: (id: number) => boolean
  /** A chat may have become free, or a try may be due. */
  onChange: () => void
}

interface Unconfirmed {
  row: Row
  /** Not before this time, unless the connection comes back. */
  at: number
}

export function createUnconfirmed(deps: UnconfirmedDeps) {
  const { deviceId, store, settle, clock, log, retryOf } = deps
  let open = new Map<number, Unconfirmed>()
  let cancel: (() => void) | null = null
  let isClosed = false
  /** What is unconfirmed could not be read: nothing may go, because it might go before it. */
  let isBlind = false

  /**
   * Reads anew what is without an answer: after a connect, a crash, a silence. `isBack` = the device has just connected,
   * so that nothing need wait for a late answer.
   */
  function collect(isBack: boolean): void {
    if (isClosed) return
    cancel?.()
    cancel = null
    try {
      read(isBack)
      isBlind = false
    } catch (cause) {
      log.error({ err: cause }, 'what is unconfirmed could not be read')
      isBlind = true
      cancel = clock.after(READ_AGAIN_MS, () => collect(isBack))
    }
    deps.onChange()
  }

  function read(isBack: boolean): void {
    const now = clock.now()
    const next = new Map<number, Unconfirmed>()
    let lookAt = Number.POSITIVE_INFINITY
    for (const row of store.processing(deviceId)) {
      if (deps.isOnTheWay(row.id) || isUnknown(row)) continue
      if (mayTryAgain(row, retryOf(row), now)) {
        const wait = isBack || row.attempts === 0 ? 0 : (row.triedAt ?? now) + TRY_AGAIN_MS
        next.set(row.id, { row, at: Math.min(open.get(row.id)?.at ?? wait, wait, now + TRY_AGAIN_MS) })
      }
      const at = unknownAt(row, retryOf(row), now)
      if (at <= now) giveUp(row)
      lookAt = Math.min(lookAt, Math.max(at, now))
    }
    open = next
    if (lookAt < Number.POSITIVE_INFINITY) {
      cancel = clock.after(Math.min(Math.max(1000, lookAt - now), LOOK_EVERY_MS), () => collect(false))
    }
  }

  function giveUp(row: Row): void {
    settle
      .settle(row.id, { kind: 'given-up', retry: retryOf(row) })
      .catch((cause) => log.warn({ err: cause, queueId: row.id }, 'an unknown outcome could not be written'))
  }

  return {
    collect,
    isBlind: (): boolean => isBlind,
    /** Something was heard of messages: those that are no longer unconfirmed free their chats. */
    heard(queueIds: readonly number[]): void {
      if (open.size > 0 && queueIds.some((id) => open.has(id))) collect(false)
    },
    /** The first that may be tried now, with the earliest time of the others when none may. */
    next(isFree: (row: Row) => boolean): { row: Row } | { at: number } | null {
      const now = clock.now()
      let at = Number.POSITIVE_INFINITY
      const blocked = new Set<string>()
      for (const one of open.values()) {
        const { row } = one
        // Two to one chat go in their order.
        if (blocked.has(row.number) || !isFree(row)) continue
        blocked.add(row.number)
        if (one.at <= now) return { row }
        at = Math.min(at, one.at)
      }
      return at < Number.POSITIVE_INFINITY ? { at } : null
    },
    take: (id: number) => open.delete(id),
    /** Chats that nothing newer may go to. */
    chats: (): string[] => [...open.values()].map(({ row }) => row.number),
    close(): void {
      isClosed = true
      cancel?.()
    },
  }
}
