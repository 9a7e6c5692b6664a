// A break is run again when its file, a proof of it, or what one of these imports itself was touched, and only then.
import { expect, test } from 'vitest'
import { bears, importsOf } from './touched-breaks.ts'

const texts: Record<string, string> = {
  'src/main/engine/messages/accept.ts': `import { spare } from './idempotency.ts'\nimport type { Clock } from '../base/clock.ts'`,
  'src/main/engine/base/clock.ts': `import { deep } from './deep.ts'`,
  'test/delivery/acks.test.ts': `import { expect } from 'vitest'\nimport { open } from '@main/engine/database/open.ts'\nimport { say } from '../support/delivery/say.ts'`,
}
const one = {
  list: 'test/mutations/messages.mjs',
  broken: ['src/main/engine/messages/accept.ts'],
  proofs: ['test/delivery/acks.test.ts'],
}
const isChosen = (...touched: string[]) => bears(one, new Set(touched), (file) => texts[file] ?? '')

test('what a file imports, through the aliases too, packages left out', () => {
  expect(importsOf('src/main/engine/messages/accept.ts', texts['src/main/engine/messages/accept.ts'] ?? '')).toEqual([
    'src/main/engine/messages/idempotency.ts',
    'src/main/engine/base/clock.ts',
  ])
  expect(importsOf('test/delivery/acks.test.ts', texts['test/delivery/acks.test.ts'] ?? '')).toEqual([
    'src/main/engine/database/open.ts',
    'test/support/delivery/say.ts',
  ])
  expect(importsOf('a/b.ts', `export { c } from './c.ts'\nimport './d.ts'\nawait import('../e.ts')`)).toEqual([
    'a/c.ts',
    'a/d.ts',
    'e.ts',
  ])
})

test.each([
  ['the file it breaks', 'src/main/engine/messages/accept.ts'],
  ['what that file imports', 'src/main/engine/base/clock.ts'],
  ['a proof', 'test/delivery/acks.test.ts'],
  ['what a proof imports', 'src/main/engine/database/open.ts'],
  ['the support of a proof', 'test/support/delivery/say.ts'],
  ['the list it stands in', 'test/mutations/messages.mjs'],
])('%s was touched', (_, file) => {
  expect(isChosen('README.md', file)).toBe(true)
})

test.each([
  ['nothing'],
  ['what is further away', 'src/main/engine/base/deep.ts'],
  ['another file', 'src/main/engine/messages/history.ts', 'README.md'],
])('%s: it is left out', (_, ...files) => {
  expect(isChosen(...files)).toBe(false)
})
