// A folder, a database and a clock of a test's own; all gone after it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@main/engine/base/clock.ts'
import { type Changes, createChanges } from '@main/engine/database/changes.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { onTestFinished } from 'vitest'

export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A real database in a scratch folder, closed after the test. */
export function scratchDatabase(): Database {
  const database = openDatabase(join(scratchDir(), 'dakiya.db'))
  onTestFinished(() => database.close())
  return database
}

/** The table of changes of a database, by a clock that stands still unless one is given. */
export const changesOf = (database: Database, clock: Clock = handClock()): Changes => createChanges({ database, clock })

/** A clock that stands still until `pass`ed on; timers fire in their order as it does. */
export function handClock(start = 1_763_700_000_000): Clock & { pass(ms: number): void; set(at: number): void } {
  let now = start
  /** What the PC's clock shows, less the time that truly is. */
  let shift = 0
  let timers: { at: number; work: () => void }[] = []
  return {
    now: () => now + shift,
    elapsed: () => now - start,
    after(ms, work) {
      const timer = { at: now + Math.max(0, ms), work }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    /** Somebody sets the PC's clock; no time passes. */
    set(at) {
      shift = at - now
    },
    pass(ms) {
      const end = now + ms
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.work()
      }
      now = end
    },
  }
}
