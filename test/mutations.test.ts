// The deliberate breaks of `npm run mutate` still fit the sources: each text to be replaced stands once in its file, each proof exists.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { around } from './mutations/around.ts'
import { messages } from './mutations/messages.ts'

const breaks = [...messages, ...around]
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

test.each(breaks.map((one) => [`${one.promise}: ${one.what}`, one] as const))('%s', (_name, { proofs, ...first }) => {
  for (const { file, from } of [first, ...(first.and ? [first.and] : [])])
    expect(readFileSync(at(`../src/main/engine/${file}`), 'utf8').split(from).length, `${file}: ${from}`).toBe(2)
  for (const proof of proofs) expect(existsSync(at(`${proof}.test.ts`)), proof).toBe(true)
})
