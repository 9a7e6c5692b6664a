// A process that commits row after row and tells of each that is on disk, until it is killed or has `most` of them:
// `node script FILE MOST THREAD WRITER [PAUSE]`: the bounds of its log in pages, and a pause after each row in ms. At the end it tells how long the log was at most.
import { statSync, writeSync } from 'node:fs'
import { openDatabase } from '@main/engine/database/open.ts'

const [path = '', most, thread, writer, pauseMs] = process.argv.slice(2)
const say = (word: string) => void writeSync(1, `${word}\n`)

const database = openDatabase(path, null, { thread: Number(thread), writer: Number(writer), step: 8 })
database.onTrouble((trouble) => say(trouble))
const put = database.prepare('INSERT INTO opt_outs (number, source, note, at) VALUES (?, ?, ?, ?)')
let longest = 0
for (let index = 0; index < Number(most); index += 1) {
  await database.commit(() => put.run(`n${String(index).padStart(6, '0')}`, 'staff', 'x'.repeat(9_000), index))
  say(String(index))
  if (pauseMs) await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)))
  if (index % 16 === 0) longest = Math.max(longest, statSync(`${path}-wal`).size)
}
database.close()
say(`longest ${longest}`)
