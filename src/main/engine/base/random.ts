// Chance, handed in: pacing draws from it, so that a run with one seed can be lived through again.
import { randomBytes, randomInt } from 'node:crypto'

export interface Random {
  /** A number from 0 up to but not including 1. */
  next(): number
  /** Random bytes fit for ids and secrets. */
  bytes(count: number): Uint8Array
}

export const systemRandom: Random = {
  next: () => randomInt(0, 2 ** 47) / 2 ** 47,
  bytes: (count) => randomBytes(count),
}
