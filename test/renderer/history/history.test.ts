// What the history's page decides without a page: filters from the address, and how far an export is.
import { hasRange, historyFilter } from '@renderer/history/filter.ts'
import { createRowCounter } from '@renderer/history/row-counter.ts'
import { describe, expect, test } from 'vitest'

test('the history joins the filters in the address with the range of days', () => {
  const address = new URLSearchParams('status=failed&device=d1&q=rain')
  expect(historyFilter(address, { from: '2026-11-01', to: '2026-11-20' })).toEqual({
    startDate: '2026-11-01',
    endDate: '2026-11-20',
    status: 'failed',
    sessionId: 'd1',
    q: 'rain',
  })
  expect(historyFilter(new URLSearchParams('status=processing'), {})).toEqual({})
  expect(hasRange(historyFilter(address, {}))).toBe(false)
  expect(hasRange(historyFilter(address, { to: '2026-11-20' }))).toBe(true)
})

describe('the rows of a CSV as it comes', () => {
  const csv = 'number,message\r\n1,"two\r\nlines, ""quoted"""\r\n2,plain\r\n'
  const bytes = new TextEncoder().encode(csv)

  test('a line break inside quotes ends no row, wherever the pieces are cut', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const counter = createRowCounter()
      counter.take(bytes.subarray(0, cut))
      expect(counter.take(bytes.subarray(cut))).toBe(2)
    }
  })

  test('the head alone is no row', () => {
    expect(createRowCounter().take(new TextEncoder().encode('number,message\r\n'))).toBe(0)
    expect(createRowCounter().take(new Uint8Array())).toBe(0)
  })
})
