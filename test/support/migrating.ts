// A process that brings a database to the newest version and is killed at its Nth statement: `node script FILE N`.
// Without N it prints how many statements there were.
import { migrate } from '@main/engine/database/migrate.ts'
import SQLite from 'better-sqlite3'

const [path = '', killAt] = process.argv.slice(2)
let count = 0
const sqlite = new SQLite(path, {
  verbose() {
    count += 1
    if (count === Number(killAt)) process.kill(process.pid, 'SIGKILL')
  },
})
sqlite.pragma('journal_mode = WAL')
sqlite.pragma('synchronous = FULL')
migrate(sqlite, path)
sqlite.close()
process.stdout.write(String(count))
