// The database's own thread: one job, one answer, end. Copying and checking read a whole file, which must never hold up the
// sending. Node runs this file as it is from the sources (tests), so it and what it imports name node: and better-sqlite3 only.
import { chmodSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { copyData } from '../backups/copy.ts'
import { check } from '../check.ts'
import type { Job } from './job-thread.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')

async function work(job: Job): Promise<unknown> {
  if (job.kind === 'check') return check(job.path, job.how)
  const copied = await copyData(job.from, job.to)
  if (process.platform !== 'win32') chmodSync(job.to, 0o600)
  return copied
}

try {
  port.postMessage({ done: await work(workerData as Job) })
} catch (thrown) {
  const { name, message, code } = thrown as { name?: string; message: string; code?: string }
  port.postMessage({ failed: message, name, code })
}
