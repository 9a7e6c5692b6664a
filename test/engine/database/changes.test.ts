// The table of changes: in the commit of what it tells, in its order, never a number twice.
import { expect, test } from 'vitest'
import { changesOf, handClock, scratchDatabase } from '../../support/scratch.ts'

const HOUR_MS = 3_600_000

function setUp() {
  const database = scratchDatabase()
  const clock = handClock()
  const changes = changesOf(database, clock)
  const note = (id: string, noun = 'toys') => database.now(() => changes.note(noun, id, 'changed'))
  return { database, clock, changes, note }
}

test('a change is there with its commit, and gone with one that does not hold', async () => {
  const { database, changes, note } = setUp()
  note('1')
  const broken = database.commit(() => {
    changes.note('toys', '2', 'changed')
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  await database.commit(() => changes.note('toys', '3', 'changed'))
  expect(changes.since(0, 10).map(({ id }) => id)).toEqual(['1', '3'])
  expect(changes.since(changes.last(), 10)).toEqual([])
})

test('who reads is hurried after the commit, not before, and only by changes', async () => {
  const { database, changes, note } = setUp()
  const found: number[] = []
  const off = changes.onNoted(() => found.push(changes.since(0, 10).length))
  database.now(() => undefined)
  note('1')
  await database.commit(() => changes.note('toys', '2', 'changed'))
  off()
  note('3')
  expect(found).toEqual([1, 2])
})

test('no number is used twice, whatever is forgotten or too old', () => {
  const { clock, changes, note } = setUp()
  note('1')
  note('the person', 'optOuts')
  const last = changes.last()
  changes.forget('optOuts', 'the person')
  expect(JSON.stringify(changes.since(0, 10))).not.toContain('the person')
  clock.pass(2 * HOUR_MS)
  expect(changes.trim(clock.now() - HOUR_MS, 100)).toBe(1)
  expect(changes.last()).toBe(last)
  note('2')
  expect(changes.since(last, 10).map(({ id }) => id)).toEqual(['2'])
})
