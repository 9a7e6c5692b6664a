// What a proof prints, and how many cases it tries: a tenth by day, all of them by night.
import { expect } from 'vitest'

export const isNightly = process.env.DAKIYA_NIGHTLY === '1'

/** The cases of a proof: `nightly` of them, or `daily`. */
export const cases = (daily: number, nightly: number): number => (isNightly ? nightly : daily)

/** Prints cases and violations in one line and fails when there are any. */
export function report(name: string, tried: number, violations: string[], more = ''): void {
  console.log(`${name}: ${tried} cases, ${violations.length} violations${more === '' ? '' : ` (${more})`}`)
  expect(violations.slice(0, 12)).toEqual([])
}
