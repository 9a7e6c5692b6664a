// Parts of the night: the test files split among machines by what each is known to take, so that no part takes over two hours.

/**
 * Minutes at full counts on two cores. Measured: the order, half an hour for the first, and 52 minutes for all on three workers;
 * what lies between is estimated from these, and each night prints its slowest ten files to correct it by.
 */
export const nightlyMinutes: Record<string, number> = {
  'delivery/soak': 31,
  'program/key-kills': 20,
  'delivery/simulation': 18,
  'program/retries': 15,
  'database/full-disk': 12,
  'delivery/kill-storm': 10,
  'delivery/clock': 8,
  'e2e/pictures': 3,
}

/** Any other file. */
const USUAL_MINUTES = 0.5

/** What a file (`…/delivery/soak.test.ts`) takes by night. */
export function minutesOf(file: string): number {
  const path = file.replace(/\.(test|spec)\.ts$/, '')
  const known = Object.entries(nightlyMinutes).find(([name]) => path.endsWith(`/${name}`))
  return known?.[1] ?? USUAL_MINUTES
}

export interface Shard {
  /** From 1. */
  index: number
  count: number
}

/** The files of one shard: the longest are dealt first, each to whichever shard has the least so far. */
export function shardOf(files: readonly string[], { index, count }: Shard): string[] {
  const shards = Array.from({ length: count }, () => ({ minutes: 0, files: [] as string[] }))
  // Also by name, so that every machine deals alike.
  const dealt = files.toSorted((one, other) => minutesOf(other) - minutesOf(one) || (one < other ? -1 : 1))
  for (const file of dealt) {
    const least = shards.reduce((best, shard) => (shard.minutes < best.minutes ? shard : best))
    least.minutes += minutesOf(file)
    least.files.push(file)
  }
  return shards[index - 1]?.files ?? []
}
