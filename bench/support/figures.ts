// What every benchmark prints: one JSON line for each figure, medians of several runs.

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Prints one figure; `values` = one for each run. */
export function print(
  bench: string,
  metric: string,
  values: number[],
  unit: string,
  detail: Record<string, unknown> = {},
): void {
  const value = Math.round(median(values) * 1000) / 1000
  console.log(JSON.stringify({ bench, metric, value, unit, runs: values.length, detail }))
}

export const rounded = (values: number[], places = 1): number[] => values.map((value) => Number(value.toFixed(places)))

/** Waits until `isTrue` holds, looking every `everyMs`; fails after `ms`. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  ms: number,
  what: string,
  everyMs = 5,
): Promise<void> {
  const end = Date.now() + ms
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
