// Random histories: everything that can go wrong between a 2xx and the server's word, from a seed, in virtual time.
// One history again: DAKIYA_SEED=17 npx vitest run --project delivery simulation
import { describe, expect, test } from 'vitest'
import { live } from '../../../support/delivery/history.ts'

const isNightly = process.env.DAKIYA_NIGHTLY === '1'
const asked = process.env.DAKIYA_SEED
const first = asked ? Number(asked) : 1
const count = asked ? 1 : isNightly ? 50_000 : 1000
/** Each of these broke a promise once. */
const once = asked || isNightly ? [] : [1007, 2195, 2651, 5035, 6277, 7296, 7954, 12_749, 13_727, 15_133, 42_347]

describe('random histories', () => {
  test(`${count} of them keep every promise`, async () => {
    const broken: string[] = []
    let relays = 0
    let lives = 0
    const seeds = [...once, ...Array.from({ length: count }, (_, index) => first + index)]
    for (const seed of seeds) {
      const history = await live(seed)
      relays += history.relays
      lives += history.lives
      if (history.problems.length === 0) continue
      broken.push(
        `DAKIYA_SEED=${seed} npx vitest run --project delivery simulation\n  ${history.problems.slice(0, 6).join('\n  ')}`,
      )
      if (broken.length >= 10) break
    }
    console.log(
      `T3 histories: ${seeds.length} seeds, ${lives} lives, ${relays} letters handed over, ${broken.length} violations`,
    )
    expect(broken.join('\n')).toBe('')
  })
})
