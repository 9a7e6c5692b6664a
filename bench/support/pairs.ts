// Two builds beside each other: pairs of measurements in one run, who goes first alternating, and as many pairs of the present
// build against itself between them, so that the noise of the machine stands beside the figure.
import { median, print, rounded } from './figures.ts'

const PAIRS = Number(process.env.DAKIYA_BENCH_PAIRS ?? 15)

/** One measurement; more is better. */
export type Measure = () => Promise<number>

/** A pair is `[the present, what it is set against]`. */
export interface Contest {
  against: [Measure, Measure]
  same: [Measure, Measure]
}

async function pair([present, other]: [Measure, Measure], isOtherFirst: boolean): Promise<[number, number]> {
  if (!isOtherFirst) {
    const first = await present()
    return [first, await other()]
  }
  const first = await other()
  return [await present(), first]
}

/** Runs the pairs and prints `ratio-to-<commit>` and `ratio-a-a`; `detail` says what was measured. */
export async function contend(
  bench: string,
  commit: string,
  contest: Contest,
  detail: Record<string, unknown>,
): Promise<void> {
  const [against, same]: [number, number][][] = [[], []]
  for (let turn = 0; turn < PAIRS; turn += 1) {
    against?.push(await pair(contest.against, turn % 2 === 1))
    same?.push(await pair(contest.same, turn % 2 === 1))
  }
  for (const [metric, pairs] of [
    [`ratio-to-${commit}`, against ?? []],
    ['ratio-a-a', same ?? []],
  ] as const) {
    const ratios = pairs.map(([present, other]) => present / other)
    const [ours, theirs] = [pairs.map(([present]) => present), pairs.map(([, other]) => other)]
    print(bench, metric, ratios, 'ratio', {
      ...detail,
      spread: spread(ratios),
      present: rounded([median(ours)], 3)[0],
      other: rounded([median(theirs)], 3)[0],
    })
  }
}

/** Least, lower quarter, upper quarter, most. */
function spread(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return rounded(
    [0, 0.25, 0.75, 1].map((share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0),
    3,
  )
}
