// Removing files that no message needs any more: rows and bytes together, a few at a time.
import { rmSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'
import type { createStore } from './store.ts'

/** An unused file stays this long, so that an upload finds its message and a cancelled one can be restored. */
const GRACE_MS = 24 * 3_600_000
const SWEEP_STEP = 200

export function createSweep(deps: {
  store: ReturnType<typeof createStore>
  clock: Clock
  /** The folder of the files, and where in it one lies. */
  home: string
  path: (id: string) => string
  /** Ids whose row is not written yet, and those asked for since the last sweep. */
  arriving: ReadonlySet<string>
  needed: Set<string>
  signal: AbortSignal
}) {
  const { store, clock, home, path, arriving, needed, signal } = deps

  /**
   * Removes what no message needs any more and says how many files went. `usedUntil` tells of a file when the last
   * message with it ended: Infinity while one has not, null when there never was one; used ones stay `keptMs` after it.
   * To be called about once an hour.
   */
  return async function sweep(usedUntil: (id: string) => number | null, keptMs = GRACE_MS): Promise<number> {
    const before = clock.now() - GRACE_MS
    const endedBefore = clock.now() - Math.max(keptMs, GRACE_MS)
    const spared = new Set([...arriving, ...needed])
    needed.clear()
    let removed = 0
    let after = ''
    for (
      let ids = store.older(before, after, SWEEP_STEP);
      ids.length > 0;
      ids = store.older(before, after, SWEEP_STEP)
    ) {
      for (const id of ids) {
        after = id
        const until = usedUntil(id)
        const isKept = until !== null && until >= endedBefore
        if (isKept || spared.has(id) || arriving.has(id) || needed.has(id)) continue
        // In one go, so that nobody can take the file in again between its row and its bytes.
        store.remove(id)
        rmSync(path(id), { force: true })
        removed++
      }
      await new Promise((resolve) => setImmediate(resolve))
      if (signal.aborted) return removed
    }
    for (const id of await readdir(home)) {
      if (signal.aborted) break
      if (id === 'arriving' || arriving.has(id) || store.one(id) !== null) continue
      // Bytes without a row: the program ended between the two.
      if ((statSync(path(id), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < before)
        rmSync(path(id), { force: true })
    }
    return removed
  }
}
