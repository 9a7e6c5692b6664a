// Reads the journal of a data folder and names each promise of docs/delivery.md that was broken.
// node scripts/check-history.mjs DATA_DIR
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../test/support/checker.ts'

const dir = join(process.argv[2] ?? '.', 'journal')
const age = (name) => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0)
const names = readdirSync(dir)
  .filter((name) => name.endsWith('.jsonl'))
  .sort((a, b) => age(b) - age(a))

const lines = []
for (const text of names.flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'))) {
  try {
    lines.push(JSON.parse(text))
  } catch {
    // A kill may tear a line.
  }
}
const problems = judge(lines)
for (const problem of problems) console.log(problem)
console.log(`${lines.length} lines, ${problems.length} violations`)
process.exitCode = problems.length > 0 ? 1 : 0
