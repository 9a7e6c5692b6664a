// Starts the network's thread and keeps it alive: if it dies it comes back on the same port, and the callback is told.
import { Worker } from 'node:worker_threads'

export interface PracticeWorkerOptions {
  dataDir: string
  port?: number
  seed?: number
  log?(event: string, details?: Record<string, unknown>): void
  /** Told when the thread died (`down`) and when it is there again (`up`). */
  onChange?(state: 'down' | 'up', reason?: string): void
  /** The built entry of the thread. */
  entry?: URL
}

export interface PracticeWorker {
  url: string
  close(): Promise<void>
}

type Word = { ready: string } | { failed: string } | { log: string; details?: Record<string, unknown> }

const againMs = 500
const closeMs = 8_000

export async function startPracticeWorker(options: PracticeWorkerOptions): Promise<PracticeWorker> {
  const { dataDir, seed, log, onChange } = options
  const entry = options.entry ?? new URL('./practice-worker.js', import.meta.url)
  let worker: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosing = false

  /** One life of the thread; resolves with its address. */
  const live = (port: number | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const workerData = { dataDir, ...(port !== undefined && { port }), ...(seed !== undefined && { seed }) }
      const thread = new Worker(entry, { workerData })
      worker = thread
      let isUp = false
      let reason = 'the thread ended'
      thread.on('message', (word: Word) => {
        if ('log' in word) log?.(word.log, word.details)
        else if ('failed' in word) reject(new Error(word.failed))
        else {
          isUp = true
          resolve(word.ready)
        }
      })
      thread.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error)
        reject(error)
      })
      thread.on('exit', () => {
        reject(new Error(reason))
        if (!isUp || isClosing) return
        onChange?.('down', reason)
        timer = setTimeout(revive, againMs)
      })
    })

  const url = await live(options.port)
  const samePort = Number(new URL(url).port)
  const revive = () => {
    live(samePort).then(
      () => onChange?.('up'),
      () => {
        if (!isClosing) timer = setTimeout(revive, againMs * 4)
      },
    )
  }

  return {
    url,
    async close() {
      isClosing = true
      clearTimeout(timer)
      const thread = worker
      if (!thread) return
      const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
      const late = setTimeout(() => void thread.terminate(), closeMs)
      thread.postMessage('close')
      await ended
      clearTimeout(late)
    },
  }
}
