// The order of the numbers on the Practice page: what is shown keeps its place while messages come.
import { nextOrder } from '@renderer/practice/chat-order.ts'
import { expect, test } from 'vitest'

test('the newest stand on top at the first sight, and then each keeps its place', () => {
  const first = nextOrder([], ['c', 'b', 'a'], false)
  expect(first).toEqual(['c', 'b', 'a'])
  expect(nextOrder(first, ['a', 'c', 'b'], false)).toBe(first)
  expect(nextOrder(first, ['b', 'a', 'c'], true)).toBe(first)
})

test('a new one comes on top, or at the foot while somebody points at the list', () => {
  expect(nextOrder(['c', 'b'], ['d', 'b', 'c'], false)).toEqual(['d', 'c', 'b'])
  expect(nextOrder(['c', 'b'], ['d', 'b', 'c'], true)).toEqual(['c', 'b', 'd'])
})

test('what is gone leaves, and the rest stays in order', () => {
  expect(nextOrder(['c', 'b', 'a'], ['a', 'c'], true)).toEqual(['c', 'a'])
  expect(nextOrder(['c', 'b', 'a'], [], false)).toEqual([])
})
