// The checkpointing thread: moves the pages of the log into the file, so that their two fsyncs hold up nobody who commits. One
// connection for each pass: none is open when the writer closes, which then moves the rest and removes the log.
// Node runs this file as it is from the sources (tests), so it imports only what Node can load without our aliases.
import { parentPort, workerData } from 'node:worker_threads'
import SQLite from 'better-sqlite3'
import { ASKED, AT_WORK, IDLE, type Pass } from './checkpoints.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')
const { path, state } = workerData as { path: string; state: Int32Array }

function pass(): Pass {
  let file: SQLite.Database | undefined
  try {
    file = new SQLite(path, { fileMustExist: true })
    file.pragma('synchronous = FULL')
    if (process.platform === 'darwin') file.pragma('checkpoint_fullfsync = 1')
    // A connection that has read nothing does not know yet that there is a log.
    file.pragma('schema_version')
    file.pragma('wal_checkpoint(PASSIVE)')
    return 'done'
  } catch (thrown) {
    const { message, code } = thrown as { message: string; code?: string }
    return { failed: message, code: code ?? null }
  } finally {
    file?.close()
  }
}

port.on('message', () => {
  // The writer may have closed meanwhile.
  if (Atomics.compareExchange(state, 0, ASKED, AT_WORK) !== ASKED) return
  const done = pass()
  Atomics.store(state, 0, IDLE)
  Atomics.notify(state, 0)
  port.postMessage(done)
})
