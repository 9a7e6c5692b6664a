// The bars of the dashboard: no day left out, months when days would be too many, nothing after today.
import { bucketsOf } from '@renderer/dashboard/date-buckets.ts'
import { describe, expect, it } from 'vitest'

const today = '2026-11-21'
const day = (date: string, sent: number, failed = 0) => ({ date, sent, failed })

describe('the bars by date', () => {
  it('fill days without messages', () => {
    const buckets = bucketsOf(
      [day('2026-11-17', 3), day('2026-11-19', 5, 1)],
      { from: '2026-11-16', to: '2026-11-20' },
      today,
    )
    expect(buckets.map(({ from, sent, failed }) => [from, sent, failed])).toEqual([
      ['2026-11-16', 0, 0],
      ['2026-11-17', 3, 0],
      ['2026-11-18', 0, 0],
      ['2026-11-19', 5, 1],
      ['2026-11-20', 0, 0],
    ])
  })

  it('end today, whatever the range says', () => {
    const buckets = bucketsOf([day(today, 1)], { from: '2026-11-20', to: '2026-12-31' }, today)
    expect(buckets.map(({ to }) => to)).toEqual(['2026-11-20', today])
  })

  it('begin at the first message when the range is open, and become months when they are many', () => {
    const buckets = bucketsOf([day('2026-08-30', 2), day('2026-09-01', 7), day(today, 4)], {}, today)
    expect(buckets.map(({ from, to, sent, isMonth }) => [from, to, sent, isMonth])).toEqual([
      ['2026-08-30', '2026-08-31', 2, true],
      ['2026-09-01', '2026-09-30', 7, true],
      ['2026-10-01', '2026-10-31', 0, true],
      ['2026-11-01', today, 4, true],
    ])
  })

  it('are none when nothing was sent', () => {
    expect(bucketsOf([], { from: '2026-11-15', to: today }, today)).toEqual([])
  })
})
