// Starts the database's own thread for one job and brings its answer.
import { Worker } from 'node:worker_threads'
import type { Copied } from '../backups/copy.ts'
import type { Finding } from '../check.ts'

export type Job = { kind: 'copy'; from: string; to: string } | { kind: 'check'; path: string; how: 'quick' | 'full' }

type Answer<J extends Job> = J extends { kind: 'copy' } ? Copied : Finding
type Word = { done: unknown } | { failed: string; name?: string; code?: string }

/** Built, the thread's entry lies beside us under a name of its own; from the sources Node runs its file as it is. */
const entry = new URL(import.meta.url.endsWith('.ts') ? './job-worker.ts' : './database-worker.js', import.meta.url)

/** The thread could not do its job; `code` is SQLite's or the system's word, `isBadCopy` = what it copied is damaged. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed'
  readonly code: string | null
  readonly isBadCopy: boolean

  constructor(message: string, code: string | null, isBadCopy: boolean) {
    super(message)
    this.code = code
    this.isBadCopy = isBadCopy
  }
}

/** Resolves with the answer. @throws JobFailed, also when `signal` ends the thread before its time */
export function inThread<J extends Job>(job: J, signal?: AbortSignal): Promise<Answer<J>> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new JobFailed('called off', null, false))
    const worker = new Worker(entry, { workerData: job })
    const end = () => void worker.terminate()
    signal?.addEventListener('abort', end, { once: true })
    worker.on('message', (word: Word) => {
      if ('done' in word) resolve(word.done as Answer<J>)
      else reject(new JobFailed(word.failed, word.code ?? null, word.name === 'CopyBad'))
    })
    worker.on('error', (cause) => reject(cause))
    worker.on('exit', () => {
      signal?.removeEventListener('abort', end)
      reject(new JobFailed('the thread ended before its work', null, false))
    })
  })
}
