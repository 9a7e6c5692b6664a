// One sender for each device: takes what waits, asks the pace, and carries one message after the other to the server's word.
//
//   pick → (in time?) → (pace) → prepare → claim: id and bytes on disk → relay → the server's ack enters at settle
//
// What an earlier try left unconfirmed goes first, under its old id, and nothing newer to its chat before it. With a delay
// set, one message is on its way at a time; without one up to eight, never two to one chat. How one message is carried
// stands in attempt.ts.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../../base/clock.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import { inTime } from '../queue/schedule.ts'
import type { Fact } from '../state/delivery.ts'
import { reasonOf } from '../state/reasons.ts'
import type { Row } from '../state/row.ts'
import type { Ahead } from './ahead.ts'
import { type AttemptDeps, createAttempt } from './attempt.ts'
import type { CrashGuard } from './crash-guard.ts'
import type { PrepareDeps } from './prepare.ts'
import type { Head } from './store.ts'
import type { Transport } from './transport.ts'
import { createUnconfirmed } from './unconfirmed.ts'

/** Messages on their way at once when no delay is set. Measured: 1 → 179 a second, 8 → 196. */
const UNPACED_WINDOW = 8
/** A chat whose message could not be prepared, or that the socket did not take, rests this long. */
const REST_MS = 5_000
/** The PC's clock may be set at any time, so that nobody trusts one long timer. */
const LOOK_EVERY_MS = 30_000

export interface SenderDeps extends Omit<AttemptDeps, 'rest'> {
  transport: Transport
  pacer: Pacer
  ahead: Ahead
  crashGuard: CrashGuard
  clock: Clock
  settings: () => Settings
  retryOf: PrepareDeps['retryOf']
  /** A message must wait for its time after all. */
  onEarly: () => void
}

export type Sender = ReturnType<typeof createSender>

interface Next {
  row: Row
  isAgain: boolean
}

export function createSender(deps: SenderDeps) {
  const { deviceId, rows, store, settle, pacer, ahead, transport, crashGuard, clock, log, settings } = deps
  /** Row id → chat, of what is on its way. */
  const onTheWay = new Map<number, string>()
  /** Rows that are just being held or refused because they are early or late. */
  const aside = new Set<number>()
  /** Chats that rest until a time. */
  const resting = new Map<string, number>()
  /** How often the device has connected. */
  let connects = 0
  let cancelTimer: (() => void) | null = null
  let isStopped = false
  let whenIdle: (() => void) | null = null

  const attempt = createAttempt({ ...deps, rest })
  const unconfirmed = createUnconfirmed({
    deviceId,
    store,
    settle,
    clock,
    log,
    retryOf: deps.retryOf,
    isOnTheWay: (id) => onTheWay.has(id),
    onChange: wake,
  })

  /** Looks at the queue and starts whatever may start now. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelTimer?.()
    cancelTimer = null
    if (isStopped || unconfirmed.isBlind() || !deps.mayGo() || !transport.isReady(deviceId)) return
    try {
      startAll()
    } catch (cause) {
      log.error({ err: cause }, 'the queue could not be read')
      sleepUntil(clock.now() + REST_MS)
    }
  }

  function startAll(): void {
    const window = pacer.isPaced() ? 1 : UNPACED_WINDOW
    while (onTheWay.size < window) {
      const next = pick()
      if (next === null) return
      const { row, isAgain } = next
      if (!isAgain && isPutAside(row)) continue
      // What is tried again waits since its last try, which the pace has counted.
      const leaves = pacer.next(Math.max(row.createdAt, row.scheduledAt ?? 0))
      if (leaves.at > clock.now()) {
        sleepUntil(leaves.at)
        return
      }
      if (!crashGuard.take(row)) return
      if (isAgain) unconfirmed.take(row.id)
      // Counted when it starts, so that a window of several keeps within the limits.
      const startedAt = pacer.started()
      onTheWay.set(row.id, row.number)
      ahead.look()
      start(next, startedAt)
    }
  }

  function start(next: Next, startedAt: number): void {
    const { row, isAgain } = next
    const wasConnected = connects
    void attempt(row, isAgain).then(({ hasLeft, isUnconfirmed }) => {
      pacer.ended(startedAt, hasLeft)
      onTheWay.delete(row.id)
      // Before anything else may start: what is unconfirmed keeps newer ones from its chat.
      if (isUnconfirmed) unconfirmed.collect(connects !== wasConnected)
      crashGuard.letGo(row.id)
      if (onTheWay.size === 0) whenIdle?.()
      wake()
    })
  }

  function sleepUntil(at: number): void {
    cancelTimer?.()
    cancelTimer = clock.after(Math.min(Math.max(1, at - clock.now()), LOOK_EVERY_MS), wake)
  }

  /** The next row that may go: an unconfirmed one, else the oldest that waits whose chat is free. */
  function pick(): Next | null {
    const now = clock.now()
    for (const [chat, until] of resting) if (until <= now || until > now + REST_MS) resting.delete(chat)
    const busy = new Set(onTheWay.values())
    const again = unconfirmed.next(({ number }) => !busy.has(number) && !resting.has(number))
    if (again !== null && 'row' in again) return { row: again.row, isAgain: true }
    const row = nextNew(new Set([...busy, ...resting.keys(), ...unconfirmed.chats()]))
    if (row !== null) return { row, isAgain: false }
    const times = [...resting.values(), ...(again === null ? [] : [again.at])]
    if (times.length > 0) sleepUntil(Math.min(...times))
    return null
  }

  function nextNew(taken: ReadonlySet<string>): Row | null {
    const isFree = ({ id, number }: Head) => !taken.has(number) && !aside.has(id)
    const heads = store.pending(deviceId, UNPACED_WINDOW * 2)
    let found = heads.find(isFree)
    // Many in a row to chats that are not free: others go on.
    if (!found && heads.length === UNPACED_WINDOW * 2 && taken.size > 0) {
      found = store.pendingElsewhere(deviceId, [...taken], UNPACED_WINDOW * 2).find(isFree)
    }
    return (found && rows.get(found.id)) ?? null
  }

  /** True = it does not go now: it is held for its time or a person, or has expired. */
  function isPutAside(row: Row): boolean {
    const what = inTime(row, settings(), clock.now())
    if (what === 'send') return false
    const facts: Record<typeof what, Fact> = {
      early: { kind: 'early' },
      ask: { kind: 'late' },
      skip: { kind: 'refused', code: 'expired', reason: reasonOf('expired') },
    }
    aside.add(row.id)
    settle
      .settle(row.id, facts[what])
      .catch((cause) => {
        log.warn({ err: cause, queueId: row.id }, 'a late message could not be put aside')
        rest(row.number)
      })
      .then(() => {
        aside.delete(row.id)
        if (what === 'early') deps.onEarly()
        if (aside.size === 0) wake()
      })
    return true
  }

  function rest(chat: string): void {
    resting.set(chat, clock.now() + REST_MS)
  }

  return {
    wake,
    heard: unconfirmed.heard,
    /** Reads anew what is without an answer; `isBack` = the device has just connected. */
    collect(isBack: boolean): void {
      if (isBack) connects += 1
      unconfirmed.collect(isBack)
    },
    /** Starts nothing more and resolves when nothing is on its way. */
    stop(): Promise<void> {
      isStopped = true
      cancelTimer?.()
      unconfirmed.close()
      if (onTheWay.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenIdle = resolve
      })
    },
  }
}
