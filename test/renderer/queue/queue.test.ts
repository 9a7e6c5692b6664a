// What the queue's page decides without a page: filters from the address, and what cancels a selection.
import { cancelPlan, inBatches } from '@renderer/queue/cancel/plan.ts'
import { isFiltered, queueFilter } from '@renderer/queue/filter.ts'
import { describe, expect, test } from 'vitest'

test('the address: the queue takes what it knows and leaves out the rest', () => {
  const address = new URLSearchParams('q=%201042%20&device=d1&waits=hourly-limit&message=7')
  expect(queueFilter(address)).toEqual({ q: '1042', sessionId: 'd1', waitingFor: 'hourly-limit' })
  expect(queueFilter(new URLSearchParams('waits=rain&q=%20'))).toEqual({})
  expect(isFiltered(queueFilter(new URLSearchParams('waits=rain')))).toBe(false)
  expect(isFiltered(queueFilter(new URLSearchParams('waits=turn')))).toBe(true)
})

describe('what cancels a selection', () => {
  test('picked rows go by their ids, 10,000 a call', () => {
    const ids = new Set(Array.from({ length: 10_001 }, (_, index) => String(index + 1)))
    const calls = cancelPlan({ isAll: false, ids }, { q: 'never sent along' })
    expect(calls?.map((call) => call.queueIds?.length)).toEqual([10_000, 1])
    expect(calls?.[1]).toEqual({ queueIds: [10_001] })
  })

  test('nothing picked calls nothing: an empty list of ids must never become "all"', () => {
    expect(cancelPlan({ isAll: false, ids: new Set() }, {})).toEqual([])
    expect(inBatches([])).toEqual([])
  })

  test('all that match go by their filter, all but a few by the ids that are left', () => {
    expect(cancelPlan({ isAll: true, ids: new Set() }, { sessionId: 'd1' })).toEqual([{ sessionId: 'd1', all: true }])
    expect(cancelPlan({ isAll: true, ids: new Set(['2']) }, { sessionId: 'd1' })).toBeNull()
    expect(inBatches([1, 3])).toEqual([{ queueIds: [1, 3] }])
  })
})
