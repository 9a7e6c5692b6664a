import { estimateText } from '@main/engine/messages/queue/estimates.ts'
import {
  afterLeaving,
  dayOf,
  figures,
  forecast,
  type PaceRules,
  type PaceState,
  pace,
} from '@main/engine/pacing/pace.ts'
import { addHours, startOfDay } from 'date-fns'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const noon = addHours(startOfDay(Date.UTC(2026, 10, 21)), 12).getTime()
const fresh = (now: number): PaceState => ({ lastHour: [], day: dayOf(now), today: 0, lastLeftAt: null, draw: 0.5 })
const usual: PaceRules = { delayMinMs: 5000, delayMaxMs: 20_000, hourlyLimit: 100, dailyLimit: 1000 }
const open: PaceRules = { delayMinMs: 0, delayMaxMs: 0, hourlyLimit: 0, dailyLimit: 0 }

/** Sends `count` messages as early as the pace allows; returns when each left. */
function run(rules: PaceRules, count: number, start: number, draw: () => number): number[] {
  const times: number[] = []
  let state = fresh(start)
  let now = start
  for (let index = 0; index < count; index += 1) {
    now = Math.max(now, pace(state, rules, start, now).at)
    // The answer may only move on when asked again at that time.
    const again = pace(state, rules, start, now)
    expect(again.at).toBeLessThanOrEqual(now)
    state = afterLeaving(state, now, draw())
    times.push(now)
  }
  return times
}

describe('pace', () => {
  test('a delay passes before the first message too', () => {
    expect(pace(fresh(noon), usual, noon, noon)).toEqual({ at: noon + 12_500, hold: 'turn' })
  })

  test('without delay and limits everything leaves at once', () => {
    expect(new Set(run(open, 50, noon, () => 0.9))).toEqual(new Set([noon]))
  })

  test('any gap lies in its range, no hour and no day holds more than its limit', () => {
    fc.assert(
      fc.property(
        fc.record({
          delayMinMs: fc.integer({ min: 0, max: 30_000 }),
          span: fc.integer({ min: 0, max: 60_000 }),
          hourlyLimit: fc.integer({ min: 0, max: 40 }),
          dailyLimit: fc.integer({ min: 0, max: 120 }),
          seed: fc.integer({ min: 1, max: 1e6 }),
        }),
        ({ delayMinMs, span, hourlyLimit, dailyLimit, seed }) => {
          let x = seed
          const draw = () => {
            x = (x * 48271) % 2147483647
            return x / 2147483647
          }
          const rules = { delayMinMs, delayMaxMs: delayMinMs + span, hourlyLimit, dailyLimit }
          const times = run(rules, 150, noon, draw)
          for (const [index, at] of times.entries()) {
            expect(at - (times[index - 1] ?? noon)).toBeGreaterThanOrEqual(delayMinMs)
            const hour = times.filter((other) => other > at - 3_600_000 && other <= at)
            if (hourlyLimit > 0) expect(hour.length).toBeLessThanOrEqual(hourlyLimit)
          }
          const days = Map.groupBy(times, dayOf)
          if (dailyLimit > 0) for (const day of days.values()) expect(day.length).toBeLessThanOrEqual(dailyLimit)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a clock set back does not hold the queue for longer than one delay', () => {
    const state = afterLeaving(fresh(noon), noon, 0.5)
    const back = noon - 365 * 24 * 3_600_000
    expect(pace(state, { ...usual, hourlyLimit: 0, dailyLimit: 0 }, noon, back).at).toBeLessThanOrEqual(back + 20_000)
  })

  test('limits say what they wait for and until when', () => {
    let state = fresh(noon)
    for (let index = 0; index < 3; index += 1) state = afterLeaving(state, noon + index * 1000, 0)
    const rules = { ...open, hourlyLimit: 3 }
    expect(pace(state, rules, noon, noon + 5000)).toEqual({ at: noon + 3_600_000, hold: 'hourly-limit' })
    expect(figures(state, noon + 5000)).toEqual({ lastHour: 3, today: 3 })
    const daily = pace(state, { ...open, dailyLimit: 3 }, noon, noon + 5000)
    expect(daily).toEqual({ at: startOfDay(noon + 24 * 3_600_000).getTime(), hold: 'daily-limit' })
  })

  test('the forecast follows the usual pace, then the limits', () => {
    expect(forecast(fresh(noon), usual, 4, noon, noon)).toBe(noon + 12_500 + 4 * 12_500)
    const hour = forecast(fresh(noon), { ...open, hourlyLimit: 10 }, 10, noon, noon)
    expect(hour).toBe(noon + 3_600_000)
    const day = forecast(fresh(noon), { ...open, dailyLimit: 10 }, 25, noon, noon)
    expect(day).toBe(startOfDay(noon + 2 * 24 * 3_600_000).getTime())
  })
})

describe('the words of an estimate', () => {
  test.each([
    [noon + 12_500, 5000, 20_000, '5-20 seconds'],
    [noon, 0, 0, 'about 1 second'],
    [noon + 60_000, 60_000, 60_000, 'about 60 seconds'],
    [noon + 5 * 60_000, 100_000, 400_000, 'about 5 minutes'],
    [noon + 3 * 3_600_000, 0, 0, 'about 3 hours'],
    [startOfDay(noon + 24 * 3_600_000).getTime() + 9 * 3_600_000, 0, 0, 'tomorrow 09:00'],
    [startOfDay(noon + 72 * 3_600_000).getTime(), 0, 0, '24 Nov 00:00'],
    [null, 0, 0, 'when the device can send'],
  ])('%s', (at, earliest, latest, words) => {
    expect(estimateText(at, earliest, latest, noon)).toBe(words)
  })
})
