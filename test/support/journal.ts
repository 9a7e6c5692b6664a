// What a data folder's journal says of the promises, for whoever ran or killed a program on it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JournalLine, judge } from './checker.ts'

const age = (name: string): number => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0)

/** The broken promises in the journal of this profile, each in one line; none where there is no journal. */
export function brokenIn(profile: string): string[] {
  const dir = join(profile, 'journal')
  if (!existsSync(dir)) return []
  const names = readdirSync(dir).filter((name) => name.endsWith('.jsonl'))
  const text = names.toSorted((a, b) => age(b) - age(a)).map((name) => readFileSync(join(dir, name), 'utf8'))
  const lines = text.join('').split('\n')
  return judge(
    lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalLine]
      } catch {
        return [] // torn by a kill
      }
    }),
  )
}
