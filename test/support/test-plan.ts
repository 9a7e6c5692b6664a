// What the words after `npm test --` ask for: which projects, and which part of their files.
import type { Shard } from './shards.ts'

export interface Plan {
  isNightly: boolean
  /** All of them where none was named. */
  projects: readonly string[]
  /** Single projects run without the steps before them: format, types, build. */
  isWhole: boolean
  shard: Shard | null
}

/** The plan, or in one sentence why there is none. */
export function planOf(words: readonly string[], names: readonly string[]): Plan | { refusal: string } {
  const plan: Plan = { isNightly: false, projects: names, isWhole: true, shard: null }
  const asked: string[] = []
  const rest = words.flatMap((word) => (word.startsWith('--shard=') ? word.split('=') : [word]))
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--nightly') plan.isNightly = true
    else if (word === '--shard') {
      const [, index, count] = (/^(\d+)\/(\d+)$/.exec(rest.shift() ?? '') ?? []).map(Number)
      if (!index || !count || index > count) return { refusal: 'A shard is written as 1/3: which, and of how many.' }
      plan.shard = { index, count }
    } else if (names.includes(word)) asked.push(word)
    else return { refusal: `There is no project "${word}"; they are ${names.join(', ')}.` }
  }
  return asked.length === 0 ? plan : { ...plan, projects: asked, isWhole: false }
}
