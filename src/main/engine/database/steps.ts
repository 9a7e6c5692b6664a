// Changes of the data that need code (folding texts, joining people): steps beside the SQL of the migrations, done behind the
// opening in small batches with pauses between. A batch and the place it came to are one commit, so that a step killed
// anywhere goes on where it stopped and never does a row twice. What is finished stays noted and is never begun again.
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Database } from './open.ts'

/** Where a batch came to, in the step's own terms; null = at the start. */
export type Position = number | string | null

export interface Step {
  /** For life: under this name it is known what was done. */
  name: string
  /** How many rows there are to go through; asked once, when it begins, and only for the progress. */
  count(database: Database): number
  /**
   * Changes at most `rows` rows after `position`, inside the commit that keeps the new place; null = nothing is left. Rows
   * that the program writes meanwhile are in the new form already, and may be met here.
   */
  batch(database: Database, position: Position, rows: number): { position: Position; rows: number } | null
}

export interface Progress {
  done: number
  total: number
}

/** In order, one after the other. Never take out or change one that was released. */
const STEPS: readonly Step[] = []

const BETWEEN_BATCHES_MS = 20
/** A batch aims at this long: it holds up everything else, and with `BETWEEN_BATCHES_MS` takes a sixth of the time. */
const BATCH_MS = 4
const FIRST_ROWS = 20
const MOST_ROWS = 1_000
/** A full disk, or a step that throws: the data are whole, and it is tried again. */
const AGAIN_MS = 60_000

/** Begins with the first step that is not finished, a moment after the opening. */
export function startSteps(deps: { database: Database; clock: Clock; log: Log; steps?: readonly Step[] }) {
  const { database, clock, log, steps = STEPS } = deps
  const find = database.prepare<Progress & { position: Position; finishedAt: number | null }>(
    'SELECT position, done, total, finished_at AS finishedAt FROM steps WHERE name = ?',
  )
  const begin = database.prepare('INSERT INTO steps (name, total) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const move = database.prepare('UPDATE steps SET position = ?, done = done + ? WHERE name = ?')
  const finish = database.prepare('UPDATE steps SET finished_at = ? WHERE name = ?')
  /** What was not finished at this start, with how far it is; those before `at` are by now. */
  const open: (Progress & { step: Step })[] = []
  let at = 0
  let rows = FIRST_ROWS
  let cancel: (() => void) | null = null
  let running: Promise<void> = Promise.resolve()
  let isClosed = false

  for (const step of steps) {
    const known = find.get(step.name)
    if (known?.finishedAt != null) continue
    open.push({ step, done: known?.done ?? 0, total: known?.total ?? step.count(database) })
  }

  async function batchOf(progress: (typeof open)[number]): Promise<void> {
    const { step } = progress
    let tookMs = 0
    const did = await database.commit(() => {
      const startedAt = clock.elapsed()
      begin.run(step.name, progress.total)
      const made = step.batch(database, find.get(step.name)?.position ?? null, rows)
      if (made === null) finish.run(clock.now(), step.name)
      else move.run(made.position, made.rows, step.name)
      tookMs = clock.elapsed() - startedAt
      return made
    })
    rows = Math.max(1, Math.min(MOST_ROWS, rows * 2, Math.floor((rows * BATCH_MS) / Math.max(tookMs, 0.1))))
    // A step may meet more rows than it counted, or fewer.
    progress.done = did === null ? progress.total : Math.min(progress.done + did.rows, progress.total)
    if (did !== null) return
    at += 1
    log.info({ step: step.name, rows: progress.total }, 'a step of the upgrade is done')
  }

  function later(ms: number): void {
    const first = open[at]
    if (first === undefined || isClosed) return
    cancel = clock.after(ms, () => {
      running = batchOf(first).then(
        () => later(BETWEEN_BATCHES_MS),
        (cause) => {
          log.error({ err: cause, step: first.step.name }, 'a step of the upgrade could not go on')
          later(AGAIN_MS)
        },
      )
    })
  }

  later(BETWEEN_BATCHES_MS)

  return {
    /** Rows gone through of all; null when nothing is left to do. */
    progress(): Progress | null {
      if (at === open.length) return null
      const sum = (of: (progress: Progress) => number) => open.reduce((total, progress) => total + of(progress), 0)
      return { done: sum(({ done }) => done), total: sum(({ total }) => total) }
    },
    /** Begins nothing more; resolves when the batch under way is on disk. */
    close(): Promise<void> {
      isClosed = true
      cancel?.()
      return running
    },
  }
}
