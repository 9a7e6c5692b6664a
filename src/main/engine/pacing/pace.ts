// When the next message of a device may leave: a pure function of what has left, the limits in force and the time.
// Between two messages a random time passes; it also passes before the first, so that a person can still stop it.
import { addDays, addHours, format, startOfDay } from 'date-fns'

const HOUR_MS = 60 * 60_000

/** Limits in force for one device; 0 = none. */
export interface PaceRules {
  delayMinMs: number
  delayMaxMs: number
  hourlyLimit: number
  dailyLimit: number
}

export interface PaceState {
  /** When messages left within the last hour, oldest first. */
  lastHour: number[]
  /** The day (YYYY-MM-DD of this PC) that `today` counts. */
  day: string
  today: number
  lastLeftAt: number | null
  /** Drawn after each message, 0 up to 1: where between the shortest and the longest delay the next one lies. */
  draw: number
}

export type Hold = 'turn' | 'hourly-limit' | 'daily-limit'

/** The day of this PC's time zone that an instant lies in. */
export const dayOf = (at: number): string => format(at, 'yyyy-MM-dd')

/**
 * When the next message may leave (epoch ms; not after `now` = at once) and what it waits for until then.
 * `since` = when the message at the head began to wait.
 */
export function pace(state: PaceState, rules: PaceRules, since: number, now: number): { at: number; hold: Hold } {
  const gapMs = rules.delayMinMs + state.draw * Math.max(0, rules.delayMaxMs - rules.delayMinMs)
  // A clock set back must not hold the queue for longer than one delay.
  const from = Math.min(Math.max(state.lastLeftAt ?? 0, since), now)
  const turn = from + gapMs
  const hour = hourFreeAt(state, rules, now)
  const day = dayFreeAt(state, rules, now)
  if (day > now && day >= hour && day >= turn) return { at: day, hold: 'daily-limit' }
  if (hour > now && hour >= turn) return { at: hour, hold: 'hourly-limit' }
  return { at: turn, hold: 'turn' }
}

/** The state after a message has left. */
export function afterLeaving(state: PaceState, now: number, draw: number): PaceState {
  const day = dayOf(now)
  const lastHour = state.lastHour
  lastHour.push(now)
  return { lastHour: trim(lastHour, now), day, today: (state.day === day ? state.today : 0) + 1, lastLeftAt: now, draw }
}

/** How many left in the last 60 minutes, and today. */
export function figures(state: PaceState, now: number): { lastHour: number; today: number } {
  return { lastHour: trim(state.lastHour, now).length, today: state.day === dayOf(now) ? state.today : 0 }
}

/** About when the message with `ahead` others before it leaves, at the usual pace and within the limits. */
export function forecast(state: PaceState, rules: PaceRules, ahead: number, since: number, now: number): number {
  const next = Math.max(now, pace(state, rules, since, now).at)
  const usualMs = (rules.delayMinMs + rules.delayMaxMs) / 2
  let at = next + ahead * usualMs
  const used = figures(state, now)
  if (rules.hourlyLimit > 0) {
    const free = Math.max(1, rules.hourlyLimit - used.lastHour)
    if (ahead >= free) at = Math.max(at, addHours(next, Math.ceil((ahead + 1 - free) / rules.hourlyLimit)).getTime())
  }
  if (rules.dailyLimit > 0) {
    const free = Math.max(0, rules.dailyLimit - used.today)
    const daysOn = next > now && dayOf(next) !== dayOf(now) ? 1 : 0
    const left = daysOn === 1 ? rules.dailyLimit : free
    if (ahead >= left) {
      const days = daysOn + Math.ceil((ahead + 1 - left) / rules.dailyLimit)
      at = Math.max(at, startOfDay(addDays(now, days)).getTime())
    }
  }
  return Math.round(at)
}

function hourFreeAt(state: PaceState, rules: PaceRules, now: number): number {
  if (rules.hourlyLimit === 0) return now
  const recent = trim(state.lastHour, now)
  const oldest = recent[recent.length - rules.hourlyLimit]
  return oldest === undefined ? now : oldest + HOUR_MS
}

function dayFreeAt(state: PaceState, rules: PaceRules, now: number): number {
  if (rules.dailyLimit === 0 || state.day !== dayOf(now) || state.today < rules.dailyLimit) return now
  return startOfDay(addDays(now, 1)).getTime()
}

/** Drops what is older than an hour, in place; times ahead of a clock set back count as now. */
function trim(times: number[], now: number): number[] {
  let gone = 0
  while (gone < times.length && (times[gone] ?? 0) <= now - HOUR_MS) gone += 1
  if (gone > 0) times.splice(0, gone)
  return times
}
