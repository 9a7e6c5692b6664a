// The reading thread: a connection of its own that can only read, for counts and searches that would hold up the sending.
// Node runs this file as it is from the sources (tests), so it names node: and better-sqlite3 only.
import { parentPort, workerData } from 'node:worker_threads'
import SQLite from 'better-sqlite3'
import type { Question } from './reader.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')
const file = new SQLite((workerData as { path: string }).path, { readonly: true, fileMustExist: true })

port.on('message', ({ id, sql, values }: Question) => {
  try {
    port.postMessage({ id, rows: file.prepare(sql).all(...values) })
  } catch (thrown) {
    port.postMessage({ id, failed: (thrown as Error).message })
  }
})
