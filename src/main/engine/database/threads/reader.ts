// Reads beside the writer: what takes longer than a few milliseconds on a large database is asked of a thread of its own. It sees
// what was committed before the question. It starts with the first question; if it dies, the next one starts another.
import { Worker } from 'node:worker_threads'

export interface Question {
  id: number
  sql: string
  values: unknown[]
}

type Word = { id: number; rows: unknown[] } | { id: number; failed: string }

export interface Reader {
  /** All rows of one SELECT. @throws Error when the thread died over it, or SQLite's own words */
  all<Row>(sql: string, values: unknown[]): Promise<Row[]>
  /** Ends the thread; a question that SQLite has begun is finished first (a second on a million messages), for it cannot be interrupted. */
  close(): Promise<void>
}

/** Built, the thread's entry lies beside us under a name of its own; from the sources Node runs its file as it is. */
const entry = new URL(import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './database-reader.js', import.meta.url)

interface Open {
  resolve: (rows: never[]) => void
  reject: (cause: Error) => void
}

/** @param path the database file; it must exist when the first question is asked */
export function createReader(path: string): Reader {
  const open = new Map<number, Open>()
  let worker: Worker | null = null
  let last = 0

  function start(): Worker {
    const started = new Worker(entry, { workerData: { path } })
    // A program that ends does not wait for it.
    started.unref()
    started.on('message', (word: Word) => {
      const asked = open.get(word.id)
      open.delete(word.id)
      if ('failed' in word) asked?.reject(new Error(word.failed))
      else asked?.resolve(word.rows as never[])
    })
    const end = (cause: Error) => {
      if (worker !== started) return
      worker = null
      for (const { reject } of open.values()) reject(cause)
      open.clear()
    }
    started.on('error', (cause) => end(cause as Error))
    started.on('exit', () => end(new Error('the reading thread ended')))
    return started
  }

  return {
    all(sql, values) {
      worker ??= start()
      const id = ++last
      const answer = new Promise<never[]>((resolve, reject) => open.set(id, { resolve, reject }))
      worker.postMessage({ id, sql, values } satisfies Question)
      return answer
    },
    async close() {
      await worker?.terminate()
    },
  }
}
