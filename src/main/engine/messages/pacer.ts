// The pace of one device: its state read once from the table, the rules asked anew each time, chance handed in.
// The pace counts in time that truly passed. When the PC's clock is set, everything counted moves with it: nothing is
// freed by a jump, nothing is held up by one for longer than it would have been.
import type { Settings } from '@contract/settings.ts'
import { startOfDay } from 'date-fns'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { afterLeaving, dayOf, figures, forecast, type PaceRules, type PaceState, pace } from './pace.ts'
import type { Store } from './store.ts'

export type Pacer = ReturnType<typeof createPacer>

/** The rules in force for a device: its own values where it has any, else the shared ones. */
export type Rules = Pick<Settings, 'delayMinSeconds' | 'delayMaxSeconds' | 'hourlyLimit' | 'dailyLimit' | 'typing'>

/** The PC's clock and the time that passed may differ by this much before it counts as set by somebody. */
const JUMP_MS = 1_500

export function createPacer(deps: {
  store: Store
  deviceId: string
  rules: () => Rules
  random: Random
  clock: Clock
}) {
  const { store, deviceId, random, clock } = deps
  let offset = clock.now() - clock.elapsed()
  /** When the clock last jumped: what waits begins to wait anew then, because nobody can tell how long it has. */
  let jumpedAt = 0
  let state = read(clock.now())

  function read(now: number): PaceState {
    store.bringBack(deviceId, now)
    return {
      lastHour: store.leftSince(deviceId, now - 60 * 60_000),
      day: dayOf(now),
      today: store.countLeftFrom(deviceId, startOfDay(now).getTime()),
      lastLeftAt: store.lastLeftAt(deviceId),
      draw: random.next(),
    }
  }

  /** The time by the PC's clock; notices when somebody set it. */
  function time(): number {
    const now = clock.now()
    const jump = now - (clock.elapsed() + offset)
    if (Math.abs(jump) > JUMP_MS) {
      offset += jump
      jumpedAt = now
      const { lastHour, lastLeftAt, day, today } = state
      // A day's messages count for the day that the clock now shows, so that no quota is given twice.
      const isCarried = day === dayOf(now) || day === dayOf(now - jump)
      state = {
        ...state,
        lastHour: lastHour.map((at) => at + jump),
        lastLeftAt: lastLeftAt === null ? null : lastLeftAt + jump,
        day: dayOf(now),
        today: isCarried ? today : 0,
      }
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

  /** Within a jump's own doubt, not before it. */
  const sinceJump = (since: number) => Math.max(since, jumpedAt)

  return {
    rules,
    /** One message at a time with a delay between, or as fast as the server answers. */
    isPaced: (): boolean => rules().delayMaxMs > 0,
    isTyping: (): boolean => deps.rules().typing,
    /** When the next may leave, and what it waits for; `since` = when it began to wait. */
    next(since: number) {
      const now = time()
      return pace(state, rules(), sinceJump(since), now)
    },
    /** About when the message with `ahead` others before it leaves. */
    forecast(ahead: number, since: number): number {
      const now = time()
      return forecast(state, rules(), ahead, sinceJump(since), now)
    },
    figures: () => figures(state, time()),
    /** A message has started on its way. */
    started(): void {
      state = afterLeaving(state, time(), random.next())
    },
    /** The one that started last did not leave after all: it counts towards no limit, but the delay stays. */
    takeBack(): void {
      state.lastHour.pop()
      state = { ...state, today: Math.max(0, state.today - 1) }
    },
  }
}
