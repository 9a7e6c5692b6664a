// The parts of a night hold every test file once, each part of at most two hours; a word that names nothing is refused.
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import playwright from '../../playwright.config.ts'
import { projects } from '../../vitest.config.ts'
import { minutesOf, nightlyMinutes, shardOf } from './shards.ts'
import { planOf } from './test-plan.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const patterns = [...projects.flatMap(({ include }) => include), `${playwright.testDir}/${playwright.testMatch}`]
const files = globSync(patterns, { cwd: root }).map((file) => file.replaceAll('\\', '/'))
const shards = (of: readonly string[], count: number) =>
  Array.from({ length: count }, (_, index) => shardOf(of, { index: index + 1, count }))

describe('the parts of a night', () => {
  test('every test file belongs to a project', () => {
    const all = globSync('test/**/*.{test,spec}.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
    expect(files.toSorted()).toEqual(all.toSorted())
    expect(files.length).toBeGreaterThan(50)
  })

  test('all parts together hold every file once', () => {
    for (const count of [1, 2, 3, 7, 12]) {
      expect(shards(files, count).flat().toSorted()).toEqual(files.toSorted())
    }
    const names = fc.constantFrom(...Object.keys(nightlyMinutes), 'unit/keys', 'unit/pace', 'engine/moves')
    const lists = fc.uniqueArray(names.map((name) => `test/${name}.test.ts`))
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 9 }), (list, count) => {
        expect(shards(list, count).flat().toSorted()).toEqual(list.toSorted())
      }),
    )
  })

  test('the order in which a disk lists its files does not matter', () => {
    expect(shards(files.toReversed(), 3)).toEqual(shards(files, 3))
  })

  test('of three parts none takes over two hours, were its files run one by one', () => {
    for (const part of shards(files, 3)) {
      expect(part.reduce((sum, file) => sum + minutesOf(file), 0)).toBeLessThanOrEqual(120)
    }
  })

  test('each known time is that of one file', () => {
    const lost = Object.keys(nightlyMinutes).filter(
      (name) => files.filter((file) => /^(.*)\.(test|spec)\.ts$/.exec(file)?.[1]?.endsWith(`/${name}`)).length !== 1,
    )
    expect(lost).toEqual([])
  })
})

describe('the words after npm test', () => {
  const names = ['unit', 'engine', 'e2e']

  test('none: everything', () => {
    expect(planOf([], names)).toEqual({ isNightly: false, projects: names, isWhole: true, shard: null })
  })

  test('names: those alone', () => {
    expect(planOf(['e2e', 'unit'], names)).toMatchObject({ projects: ['e2e', 'unit'], isWhole: false })
  })

  test('a part of the night', () => {
    const shard = { index: 2, count: 3 }
    expect(planOf(['--nightly', '--shard', '2/3'], names)).toMatchObject({ isNightly: true, isWhole: true, shard })
    expect(planOf(['--nightly', '--shard=2/3'], names)).toMatchObject({ shard })
  })

  test('what names nothing is refused', () => {
    expect(planOf(['unti'], names)).toEqual({ refusal: 'There is no project "unti"; they are unit, engine, e2e.' })
    for (const shard of ['0/3', '4/3', '1', '', 'a/b']) {
      expect(planOf(['--shard', shard], names)).toHaveProperty('refusal')
    }
    expect(planOf(['--shard'], names)).toHaveProperty('refusal')
  })
})
