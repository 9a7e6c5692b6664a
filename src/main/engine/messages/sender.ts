// One sender for each device: takes what waits, asks the pace, and carries one message after the other to the server's word.
//
//   pick → (in time?) → (pace) → prepare → claim: id and bytes on disk → relay → the server's ack enters at settle
//
// What an earlier try left in doubt goes first, under its old id, and nothing newer to its chat before it. With a delay
// set, one message is on its way at a time; without one up to eight, never two to one chat. The sender writes nothing
// else: a refusal, a lost answer or a message that was certainly not sent are facts for `settle`.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'
import type { Ahead } from './ahead.ts'
import type { Carrier, Letter, Outcome } from './carrier.ts'
import type { Fact } from './delivery.ts'
import { createDoubts } from './doubts.ts'
import type { Hands } from './hands.ts'
import { inTime } from './late.ts'
import type { Pacer } from './pacer.ts'
import type { Prepare } from './prepare.ts'
import { reasonOf } from './reasons.ts'
import type { Settle } from './settle.ts'
import type { Head, Row, Store } from './store.ts'

/** Messages on their way at once when no delay is set. Measured: 1 → 179 a second, 8 → 196. */
const UNPACED_WINDOW = 8
/** A chat whose message could not be prepared, or that the socket did not take, rests this long. */
const REST_MS = 5_000
/** The PC's clock may be set at any time, so that nobody trusts one long timer. */
const LOOK_EVERY_MS = 30_000

export interface SenderDeps {
  deviceId: string
  store: Store
  settle: Settle
  pacer: Pacer
  prepare: Prepare
  ahead: Ahead
  carrier: Carrier
  hands: Hands
  journal: Journal
  clock: Clock
  log: Log
  settings: () => Settings
  isOptedOut: (number: string) => boolean
  /** A message must wait for its time after all. */
  onEarly: () => void
  /** Whether nothing and nobody holds this device: not paused, disk not full. */
  mayGo: () => boolean
}

export type Sender = ReturnType<typeof createSender>

interface Next {
  row: Row
  isAgain: boolean
}

export function createSender(deps: SenderDeps) {
  const { deviceId, store, settle, pacer, prepare, ahead, carrier, hands, journal, clock, log, settings, isOptedOut } =
    deps
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

  const doubts = createDoubts({
    deviceId,
    store,
    settle,
    clock,
    log,
    retryOf: (row) => (isOptedOut(row.number) ? 'never' : (row.onAmbiguous ?? settings().onAmbiguous)),
    isOnTheWay: (id) => onTheWay.has(id),
    onChange: wake,
  })

  /** Looks at the queue and starts whatever may start now. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelTimer?.()
    cancelTimer = null
    if (isStopped || doubts.isBlind() || !deps.mayGo() || !carrier.isReady(deviceId)) return
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
      const leaves = pacer.next(isAgain ? (row.leftAt ?? row.createdAt) : Math.max(row.createdAt, row.scheduledAt ?? 0))
      if (leaves.at > clock.now()) {
        sleepUntil(leaves.at)
        return
      }
      if (!hands.take(row)) return
      if (isAgain) doubts.take(row.id)
      // Counted when it starts, so that a window of several keeps within the limits.
      const startedAt = pacer.started()
      onTheWay.set(row.id, row.number)
      ahead.look()
      start(next, startedAt)
    }
  }

  function start(next: Next, startedAt: number): void {
    const { row } = next
    const wasConnected = connects
    void carry(next).then(({ hasLeft, isInDoubt }) => {
      pacer.ended(startedAt, hasLeft)
      onTheWay.delete(row.id)
      // Before anything else may start: what is in doubt keeps newer ones from its chat.
      if (isInDoubt) doubts.collect(connects !== wasConnected)
      hands.letGo(row.id)
      if (onTheWay.size === 0) whenIdle?.()
      wake()
    })
  }

  function sleepUntil(at: number): void {
    cancelTimer?.()
    cancelTimer = clock.after(Math.min(Math.max(1, at - clock.now()), LOOK_EVERY_MS), wake)
  }

  /** The next row that may go: one in doubt, else the oldest that waits whose chat is free. */
  function pick(): Next | null {
    const now = clock.now()
    for (const [chat, until] of resting) if (until <= now || until > now + REST_MS) resting.delete(chat)
    const busy = new Set(onTheWay.values())
    const again = doubts.next(({ number }) => !busy.has(number) && !resting.has(number))
    if (again !== null && 'row' in again) return { row: again.row, isAgain: true }
    const row = nextNew(new Set([...busy, ...resting.keys(), ...doubts.chats()]))
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
    return (found && store.get(found.id)) ?? null
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

  /** Brings one message to the server. Every way out is a fact on disk, a doubt or a rest; never rejects. */
  async function carry({ row, isAgain }: Next): Promise<{ hasLeft: boolean; isInDoubt: boolean }> {
    let hasLeft = false
    try {
      const letter = isAgain ? await tryAgain(row) : await prepare(row)
      if (letter === null) return { hasLeft, isInDoubt: isAgain }
      // Asked last of all: somebody may have asked to stop while the claim was written.
      if (isOptedOut(row.number)) {
        await settle.settle(row.id, { kind: 'not-sent' })
        return { hasLeft, isInDoubt: isAgain }
      }
      journal.note({ kind: 'out', id: row.id, waId: letter.waId, bytes: journal.digest(letter.bytes) })
      hasLeft = true
      const outcome = await carrier.relay(deviceId, letter)
      hasLeft = outcome.kind !== 'not-sent'
      await conclude(row, outcome)
      return { hasLeft, isInDoubt: outcome.kind === 'unknown' || (outcome.kind === 'not-sent' && isAgain) }
    } catch (cause) {
      log.warn({ err: cause, queueId: row.id }, 'a message could not be carried')
      rest(row.number)
      // If it was claimed all the same, it is found there.
      return { hasLeft, isInDoubt: true }
    }
  }

  async function tryAgain(row: Row): Promise<Letter | null> {
    const bytes = store.content(row.id)
    if (bytes === null || row.waId === null || row.address === null) throw new Error('its letter is gone')
    const current = await settle.commit((apply) => {
      const now = store.get(row.id)
      return now && deps.mayGo() && !isOptedOut(row.number) ? apply(now, { kind: 'tried-again' }) : null
    })
    return current && { waId: row.waId, address: row.address, bytes }
  }

  /** The server's own word has entered at settle already; what is left is its silence, and what never reached it. */
  async function conclude(row: Row, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'rejected') {
      await settle.settle(row.id, { kind: 'rejected', code: outcome.code, reason: reasonOf(outcome.code) })
    }
    if (outcome.kind === 'unknown') await settle.settle(row.id, { kind: 'no-answer' })
    if (outcome.kind === 'not-sent') {
      await settle.settle(row.id, { kind: 'not-sent' })
      rest(row.number)
    }
  }

  function rest(chat: string): void {
    resting.set(chat, clock.now() + REST_MS)
  }

  return {
    wake,
    heard: doubts.heard,
    /** Reads anew what is without an answer; `isBack` = the device has just connected. */
    collect(isBack: boolean): void {
      if (isBack) connects += 1
      doubts.collect(isBack)
    },
    /** Starts nothing more and resolves when nothing is on its way. */
    stop(): Promise<void> {
      isStopped = true
      cancelTimer?.()
      doubts.close()
      if (onTheWay.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        whenIdle = resolve
      })
    },
  }
}
