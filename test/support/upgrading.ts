// A process that opens a database and does one toy step behind it, one mark on each opt-out, and is killed at its Nth row or
// right after its Nth commit: `node script FILE row|commit N`. It ends when the step does.
import { systemClock } from '@main/engine/base/clock.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { type Database, openDatabase } from '@main/engine/database/open.ts'
import { type Step, startSteps } from '@main/engine/database/steps.ts'

/** Adds a mark to every opt-out; `onRow` is told before each. */
export const marking = (onRow: () => void = () => {}): Step => ({
  name: 'marking',
  count: (database) => database.prepare<{ rows: number }>('SELECT count(*) AS rows FROM opt_outs').get()?.rows ?? 0,
  batch(database, position, rows) {
    const found = database
      .prepare<{ number: string }>('SELECT number FROM opt_outs WHERE number > ? ORDER BY number LIMIT ?')
      .all(position ?? '', rows)
    const mark = database.prepare(`UPDATE opt_outs SET note = coalesce(note, '') || 'x' WHERE number = ?`)
    for (const { number } of found) {
      onRow()
      mark.run(number)
    }
    const last = found.at(-1)
    return last === undefined ? null : { position: last.number, rows: found.length }
  },
})

/** Only as a script, not where a test takes the toy from here. */
if (process.env.DAKIYA_UPGRADING === '1') {
  const [path = '', what, killAt] = process.argv.slice(2)
  const met = { row: 0, commit: 0 }
  const meet = (kind: keyof typeof met) => {
    met[kind] += 1
    if (kind === what && met[kind] === Number(killAt)) process.kill(process.pid, 'SIGKILL')
  }
  const open = openDatabase(path)
  const database: Database = {
    ...open,
    async commit(work) {
      const value = await open.commit(work)
      meet('commit')
      return value
    },
  }
  const step = marking(() => meet('row'))
  const steps = startSteps({ database, clock: systemClock, log: silentLog, steps: [step] })
  const look = setInterval(() => {
    if (steps.progress() !== null) return
    clearInterval(look)
    void steps.close().then(() => database.close())
  }, 5)
}
