// The pace of one device: its state read once from the ledger, the rules asked anew each time, chance handed in.
// The pace counts in time that truly passed. When the PC's clock is set, everything counted moves with it: nothing is
// freed by a jump, nothing is held up by one for longer than it would have been.
import type { Settings } from '@contract/settings.ts'
import { startOfDay } from 'date-fns'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { SentTimes } from './ledger.ts'
import { afterLeaving, dayOf, figures, forecast, type PaceRules, type PaceState, pace } from './pace.ts'

export type Pacer = ReturnType<typeof createPacer>

/** The rules in force for a device: its own values where it has any, else the shared ones. */
export type Rules = Pick<Settings, 'delayMinSeconds' | 'delayMaxSeconds' | 'hourlyLimit' | 'dailyLimit' | 'typing'>

/** Where the PC's clock and the time that passed differ by more than this, what was counted moves along. */
const SLIP_MS = 1
/** By this much the PC's clock was set by somebody; less is how clocks are kept right. */
const JUMP_MS = 1_500
const DAY_MS = 24 * 60 * 60_000
const TRIM_EVERY = 1_000
/** From the claim to the server's word, at most. */
const LEAVES_WITHIN_MS = 120_000

export function createPacer(deps: {
  sentTimes: SentTimes
  deviceId: string
  rules: () => Rules
  random: Random
  clock: Clock
}) {
  const { sentTimes, deviceId, random, clock } = deps
  let offset = clock.now() - clock.elapsed()
  /** Since when the clock runs evenly, and whether it jumped then: what waits begins to wait anew, since nobody can tell how long it has. */
  let evenSince = clock.now()
  let hasJumped = false
  let state = read(clock.now())
  /** When messages left within the last 24 hours, in time that passed; those of today before the start count as of the start. */
  const lastDay: number[] = Array(state.today).fill(clock.elapsed())
  let untilTrim = TRIM_EVERY

  function read(now: number): PaceState {
    sentTimes.bringBack(deviceId, now)
    return {
      lastHour: sentTimes.since(deviceId, now - 60 * 60_000 - LEAVES_WITHIN_MS, now),
      day: dayOf(now),
      today: sentTimes.countFrom(deviceId, startOfDay(now).getTime()),
      lastLeftAt: Math.min(sentTimes.lastAt(deviceId) ?? 0, now),
      draw: random.next(),
    }
  }

  function leftInDay(): number {
    const from = clock.elapsed() - DAY_MS
    const gone = lastDay.findIndex((at) => at > from)
    lastDay.splice(0, gone < 0 ? lastDay.length : gone)
    return lastDay.length
  }

  /** The time by the PC's clock; notices when somebody set it. */
  function time(): number {
    const now = clock.now()
    const jump = now - (clock.elapsed() + offset)
    if (Math.abs(jump) > SLIP_MS) {
      offset += jump
      const { lastHour, lastLeftAt } = state
      state = {
        ...state,
        lastHour: lastHour.map((at) => at + jump),
        lastLeftAt: lastLeftAt === null ? null : lastLeftAt + jump,
      }
    }
    if (Math.abs(jump) > JUMP_MS) {
      evenSince = now
      hasJumped = true
      state = { ...state, day: dayOf(now), today: leftInDay() }
    }
    // For a day after a jump all of the last 24 hours count for the day that the clock shows: it may show one day twice.
    if (hasJumped && now - evenSince < DAY_MS && state.day !== dayOf(now)) {
      state = { ...state, day: dayOf(now), today: leftInDay() }
    }
    return now
  }

  function rules(): PaceRules {
    const { delayMinSeconds, delayMaxSeconds, hourlyLimit, dailyLimit } = deps.rules()
    return {
      delayMinMs: delayMinSeconds * 1000,
      delayMaxMs: Math.max(delayMinSeconds, delayMaxSeconds) * 1000,
      hourlyLimit,
      dailyLimit,
    }
  }

  /** When a message began to wait, by the clock as it is now: what seems to begin in the future was written by another. */
  function waitsSince(since: number, now: number): number {
    if (since > now) return evenSince
    return hasJumped ? Math.max(since, evenSince) : since
  }

  return {
    rules,
    /** One message at a time with a delay between, or as fast as the server answers. */
    isPaced: (): boolean => rules().delayMaxMs > 0,
    isTyping: (): boolean => deps.rules().typing,
    /** When the next may leave, and what it waits for; `since` = when it began to wait. */
    next(since: number) {
      const now = time()
      return pace(state, rules(), waitsSince(since, now), now)
    },
    /** About when the message with `ahead` others before it leaves. */
    forecast(ahead: number, since: number): number {
      const now = time()
      return forecast(state, rules(), ahead, waitsSince(since, now), now)
    },
    figures: () => figures(state, time()),
    /** A message has started on its way; from here on it counts. Returns when, in time that passed, for its end. */
    started(): number {
      const at = time()
      state = afterLeaving(state, at, random.next())
      lastDay.push(clock.elapsed())
      untilTrim -= 1
      if (untilTrim === 0) {
        leftInDay()
        untilTrim = TRIM_EVERY
      }
      return at - offset
    },
    /**
     * The one that started at `startedAt` is done. It left between then and now: only what passes from now on is surely
     * the delay that people see. One that did not leave after all counts towards no limit, but the delay stays.
     */
    ended(startedAt: number, hasLeft: boolean): void {
      const now = time()
      const { lastHour } = state
      const index = lastHour.findLastIndex((at) => Math.abs(at - offset - startedAt) < 1)
      if (index >= 0) lastHour.splice(index, 1)
      if (hasLeft) {
        lastHour.push(now)
        const day = dayOf(now)
        // Started before midnight, it may have left after it.
        const isNextDay = dayOf(startedAt + offset) !== day
        const today = isNextDay ? (state.day === day ? state.today : 0) + 1 : state.today
        state = { ...state, lastLeftAt: now, today, day: isNextDay ? day : state.day }
      } else {
        lastDay.pop()
        state = { ...state, today: Math.max(0, state.today - 1) }
      }
    },
  }
}
