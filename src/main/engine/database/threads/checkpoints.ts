// When the log is moved into the file, and by whom: every 32 MB a thread does it beside the commits, and when it is through the
// writer moves the few pages that came in meanwhile, so that nothing is left and the log begins anew. (A second pass of the thread with
// the commits held back cost a tenth of the messages sent; all of it by the writer, as SQLite does, a commit of 32 ms.) Whatever came
// between, a reader of an old instant or a thread that died, it is tried again 4 MB later, and past a higher bound by the writer
// alone, which then waits a moment for readers. SQLite's own checkpoint is off.
import { Worker } from 'node:worker_threads'
import SQLite from 'better-sqlite3'

/** Pages of 4 KiB in the log. */
export interface Bounds {
  /** From here on the thread is asked. */
  thread: number
  /** From here on the writer does it itself. */
  writer: number
  /** How many more come in before it is tried again. */
  step: number
}

const BOUNDS: Bounds = { thread: 8_000, writer: 12_000, step: 1_000 }

/** The log is looked at after this many commits: 11 µs. */
const COMMITS_A_LOOK = 8
/** How long the writer waits for readers past the higher bound: it holds up everything. */
const WAIT_FOR_READERS_MS = 15
/** How long the end waits for a pass. */
const PATIENCE_MS = 5_000

/** Where a pass stands; shared with the thread, since the writer must not close while one is at work. */
export const IDLE = 0
export const ASKED = 1
export const AT_WORK = 2

/** What a pass came to. */
export type Pass = 'done' | { failed: string; code: string | null }

/** Built, the thread's entry lies beside us under a name of its own; from the sources Node runs its file as it is. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './database-checkpoint.js',
  import.meta.url,
)

export interface Checkpoints {
  /** To be told of every commit. */
  committed(): void
  /** Waits for a pass at work; none begins after it. Before the writer's connection closes. */
  close(): void
}

/** Watches the log of `sqlite`, the writer, whose file is at `path`. `onTrouble` is told what a pass failed with. */
export function createCheckpoints(deps: {
  sqlite: SQLite.Database
  path: string
  bounds?: Bounds
  onTrouble: (cause: unknown) => void
}): Checkpoints {
  const { sqlite, path, onTrouble } = deps
  const bounds = deps.bounds ?? BOUNDS
  // Asks for the figures alone; moves nothing.
  const look = sqlite.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
  const state = new Int32Array(new SharedArrayBuffer(4))
  let worker: Worker | null = null
  let isDead = false
  let isAsked = false
  /** How long the log was when it was last tried; 0 = not since it began anew. */
  let [threadTriedAt, writerTriedAt, commits] = [0, 0, 0]

  function start(): Worker {
    const started = new Worker(entry, { workerData: { path, state } })
    // A program that ends does not wait for it.
    started.unref()
    started.on('message', (done: Pass) => worker === started && passed(done))
    const end = () => {
      if (worker !== started) return
      // Not again: what killed it once would do so at every pass. The writer does it from now on.
      worker = null
      isDead = true
      Atomics.store(state, 0, IDLE)
      isAsked = false
    }
    started.on('error', end)
    started.on('exit', end)
    return started
  }

  function ask(): void {
    isAsked = true
    worker ??= start()
    Atomics.store(state, 0, ASKED)
    worker.postMessage('pass')
  }

  function passed(done: Pass): void {
    isAsked = false
    if (done === 'done') moveHere('PASSIVE')
    else onTrouble(new SQLite.SqliteError(done.failed, done.code ?? 'SQLITE_ERROR'))
  }

  /** In the writer's own time; RESTART waits for those who read the log, so that the next commit begins it anew. */
  function moveHere(mode: 'PASSIVE' | 'RESTART'): void {
    try {
      if (mode === 'RESTART') sqlite.pragma(`busy_timeout = ${WAIT_FOR_READERS_MS}`)
      sqlite.pragma(`wal_checkpoint(${mode})`)
    } catch (cause) {
      onTrouble(cause)
    } finally {
      if (mode === 'RESTART') sqlite.pragma('busy_timeout = 5000')
    }
  }

  return {
    committed() {
      commits += 1
      if (commits % COMMITS_A_LOOK !== 0) return
      const log = look.get()?.log ?? 0
      if (log < bounds.thread) [threadTriedAt, writerTriedAt] = [0, 0]
      if (log >= bounds.writer && log - writerTriedAt >= bounds.step) {
        writerTriedAt = log
        moveHere('RESTART')
      } else if (!isAsked && !isDead && log >= bounds.thread && log - threadTriedAt >= bounds.step) {
        threadTriedAt = log
        ask()
      }
    },
    close() {
      if (Atomics.compareExchange(state, 0, ASKED, IDLE) === AT_WORK) Atomics.wait(state, 0, AT_WORK, PATIENCE_MS)
      const ended = worker
      worker = null
      void ended?.terminate()
    },
  }
}
