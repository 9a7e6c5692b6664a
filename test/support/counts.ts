// How many cases a test of many runs, and the one line in which it says so.
import { expect } from 'vitest'

const isNightly = process.env.DAKIYA_NIGHTLY === '1'

/** A tenth in `npm test`, all of them in `npm run test:nightly`; `DAKIYA_CASES` overrides both. */
export const casesOf = (nightly: number, usual = Math.ceil(nightly / 10)): number =>
  Number(process.env.DAKIYA_CASES ?? (isNightly ? nightly : usual))

/** Prints cases and violations, and fails on the first. */
export function tell(test: string, cases: number, violations: readonly string[], more = ''): void {
  console.log(`${test}: ${cases} cases, ${violations.length} violations${more === '' ? '' : `, ${more}`}`)
  expect(violations.slice(0, 5)).toEqual([])
  expect(cases).toBeGreaterThan(0)
}

/** Chance from a seed, so that a failing case can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
