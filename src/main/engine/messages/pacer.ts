// The pace of one device: its state read once from the table, the rules asked anew each time, chance handed in.
import type { Settings } from '@contract/settings.ts'
import { startOfDay } from 'date-fns'
import type { Random } from '../base/random.ts'
import { afterLeaving, dayOf, figures, forecast, type PaceRules, type PaceState, pace } from './pace.ts'
import type { Store } from './store.ts'

export type Pacer = ReturnType<typeof createPacer>

/** The rules in force for a device: its own values where it has any, else the shared ones. */
export type Rules = Pick<Settings, 'delayMinSeconds' | 'delayMaxSeconds' | 'hourlyLimit' | 'dailyLimit' | 'typing'>

export function createPacer(deps: { store: Store; deviceId: string; rules: () => Rules; random: Random; now: number }) {
  const { store, deviceId, random, now } = deps
  const midnight = startOfDay(now).getTime()
  let state: PaceState = {
    lastHour: store.leftSince(deviceId, now - 60 * 60_000),
    day: dayOf(now),
    today: store.countLeftFrom(deviceId, midnight),
    lastLeftAt: store.lastLeftAt(deviceId),
    draw: random.next(),
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

  return {
    rules,
    /** One message at a time with a delay between, or as fast as the server answers. */
    isPaced: (): boolean => rules().delayMaxMs > 0,
    isTyping: (): boolean => deps.rules().typing,
    /** When the next may leave, and what it waits for; `since` = when it began to wait. */
    next: (since: number, at: number) => pace(state, rules(), since, at),
    /** About when the message with `ahead` others before it leaves. */
    forecast: (ahead: number, since: number, at: number) => forecast(state, rules(), ahead, since, at),
    figures: (at: number) => figures(state, at),
    /** A message has started on its way. */
    started(at: number): void {
      state = afterLeaving(state, at, random.next())
    },
    /** The one that started last did not leave after all: it counts towards no limit, but the delay stays. */
    takeBack(): void {
      state.lastHour.pop()
      state = { ...state, today: Math.max(0, state.today - 1) }
    },
  }
}
