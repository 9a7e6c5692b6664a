// One sender for each device: takes what waits, asks the pace, and carries one message after the other to the server's word.
//
//   pick → (pace) → prepare → claim: id and bytes on disk → relay → the server's ack enters at settle
//
// What an earlier try left without an answer goes first, under its old id, before anything newer. With a delay set, one
// message is on its way at a time; without one up to eight, never two to one chat. The sender writes nothing else: a
// refusal, a lost answer or a message that was certainly not sent are facts for `settle`.
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Carrier, Letter, Outcome } from './carrier.ts'
import { mayTryAgain } from './delivery.ts'
import type { Pacer } from './pacer.ts'
import type { Prepare } from './prepare.ts'
import { reasonOf } from './reasons.ts'
import type { Settle } from './settle.ts'
import type { Row, Store } from './store.ts'

/** Messages on their way at once when no delay is set. Measured: 1 → 179 a second, 8 → 196. */
const UNPACED_WINDOW = 8
/** An unanswered message is tried again after this long, if the connection stays up. */
const TRY_AGAIN_MS = 30_000
/** A chat whose message could not be prepared, or that the socket did not take, rests this long. */
const REST_MS = 5_000

export interface SenderDeps {
  deviceId: string
  store: Store
  settle: Settle
  pacer: Pacer
  prepare: Prepare
  carrier: Carrier
  clock: Clock
  log: Log
  /** Whether nothing and nobody holds this device: not paused, disk not full. */
  mayGo: () => boolean
}

export type Sender = ReturnType<typeof createSender>

export function createSender(deps: SenderDeps) {
  const { deviceId, store, settle, pacer, prepare, carrier, clock, log } = deps
  /** Row id → chat, of what is on its way. */
  const onTheWay = new Map<number, string>()
  /** Chats that rest until a time. */
  const resting = new Map<string, number>()
  /** Left without an answer; sent again before anything newer. */
  let unanswered: Row[] = []
  let cancelTimer: (() => void) | null = null
  let isStopped = false
  let whenIdle: (() => void) | null = null

  /** Looks at the queue and starts whatever may start now. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelTimer?.()
    cancelTimer = null
    if (isStopped || !deps.mayGo() || !carrier.isReady(deviceId)) return
    const window = pacer.isPaced() ? 1 : UNPACED_WINDOW
    while (onTheWay.size < window) {
      const next = pick()
      if (next === null) return
      const now = clock.now()
      const leaves = pacer.next(next.isAgain ? (next.row.leftAt ?? now) : next.row.createdAt, now)
      if (leaves.at > now) {
        sleepUntil(leaves.at)
        return
      }
      if (next.isAgain) unanswered = unanswered.filter((row) => row !== next.row)
      // Counted when it starts, so that a window of several keeps within the limits.
      pacer.started(now)
      onTheWay.set(next.row.id, next.row.number)
      void carry(next).then((hasLeft) => {
        if (!hasLeft) pacer.takeBack()
        onTheWay.delete(next.row.id)
        if (onTheWay.size === 0) whenIdle?.()
        wake()
      })
    }
  }

  function sleepUntil(at: number): void {
    cancelTimer = clock.after(Math.max(1, at - clock.now()), wake)
  }

  /** The next row that may go: an unanswered one, else the oldest that waits whose chat is free. */
  function pick(): { row: Row; isAgain: boolean } | null {
    const now = clock.now()
    const busy = new Set(onTheWay.values())
    const isFree = (row: Row) => !busy.has(row.number) && (resting.get(row.number) ?? 0) <= now
    const again = unanswered.find(isFree)
    if (again) return { row: again, isAgain: true }
    const waiting = unanswered.length > 0 ? [] : store.pending(deviceId, UNPACED_WINDOW * 2)
    const row = waiting.find((candidate) => isFree(candidate) && !onTheWay.has(candidate.id))
    if (row) return { row, isAgain: false }
    const rests = [...resting.values()].filter((until) => until > now)
    if (rests.length > 0) sleepUntil(Math.min(...rests))
    return null
  }

  /** Brings one message to the server, and tells whether anything may have left. Every way out is a fact on disk or a rest. */
  async function carry({ row, isAgain }: { row: Row; isAgain: boolean }): Promise<boolean> {
    try {
      const letter = isAgain ? await tryAgain(row) : await prepare(row)
      if (letter === null) return false
      const outcome = await carrier.relay(deviceId, letter)
      await conclude(row, outcome)
      return outcome.kind !== 'not-sent'
    } catch (cause) {
      log.warn({ err: cause, queueId: row.id }, 'a message could not be carried')
      rest(row.number)
      return false
    }
  }

  async function tryAgain(row: Row): Promise<Letter | null> {
    const current = await settle.settle(row.id, { kind: 'tried-again' })
    const bytes = store.content(row.id)
    if (current === null || bytes === null || row.waId === null || row.address === null) return null
    return { waId: row.waId, address: row.address, bytes }
  }

  /** The server's own word has entered at settle already; what is left is its silence, and what never reached it. */
  async function conclude(row: Row, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'rejected') {
      await settle.settle(row.id, { kind: 'rejected', code: outcome.code, reason: reasonOf(outcome.code) })
    }
    if (outcome.kind === 'unknown') {
      await settle.settle(row.id, { kind: 'no-answer' })
      clock.after(TRY_AGAIN_MS, collectUnanswered)
    }
    if (outcome.kind === 'not-sent') {
      await settle.settle(row.id, { kind: 'not-sent' })
      rest(row.number)
      clock.after(REST_MS, collectUnanswered)
    }
  }

  function rest(chat: string): void {
    const now = clock.now()
    for (const [other, until] of resting) if (until <= now) resting.delete(other)
    resting.set(chat, now + REST_MS)
  }

  /** After a connect, a crash or a silence: whatever has no answer and may be tried again. */
  function collectUnanswered(): void {
    if (isStopped) return
    const now = clock.now()
    unanswered = store.processing(deviceId).filter((row) => !onTheWay.has(row.id) && mayTryAgain(row, now))
    wake()
  }

  return {
    wake,
    collectUnanswered,
    /** Starts nothing more and resolves when nothing is on its way. */
    stop(): Promise<void> {
      isStopped = true
      cancelTimer?.()
      if (onTheWay.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenIdle = resolve
      })
    },
  }
}
