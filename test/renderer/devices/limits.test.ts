// Sending limits as people type them.
import { formValuesOf, readLimits } from '@renderer/devices/limits/form-values.ts'
import { describe, expect, test } from 'vitest'

describe('sending limits as typed', () => {
  const typed = { delayMinSeconds: '1.5', delayMaxSeconds: '20', hourlyLimit: '1,000', dailyLimit: '0' }
  const shared = { delayMinSeconds: 5, delayMaxSeconds: 20, hourlyLimit: 100, dailyLimit: 0 }

  test('are read with commas and points', () => {
    expect(readLimits(typed, null)).toEqual({
      values: { delayMinSeconds: 1.5, delayMaxSeconds: 20, hourlyLimit: 1_000, dailyLimit: 0 },
      problems: {},
    })
    expect(readLimits({ ...typed, delayMinSeconds: '1,5' }, null).values.delayMinSeconds).toBe(1.5)
  })

  test('may be empty only where they follow others', () => {
    const empty = formValuesOf({ delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null })
    expect(readLimits(empty, shared).problems).toEqual({})
    expect(Object.keys(readLimits(empty, null).problems)).toHaveLength(4)
  })

  test('what no limit can be is told by its field', () => {
    const wrong = { delayMinSeconds: '-1', delayMaxSeconds: '4000', hourlyLimit: '1.5', dailyLimit: 'many' }
    expect(readLimits(wrong, null).problems).toEqual({
      delayMinSeconds: 'devices.bad-seconds',
      delayMaxSeconds: 'devices.bad-seconds',
      hourlyLimit: 'devices.bad-count',
      dailyLimit: 'devices.bad-count',
    })
    const turned = { ...typed, delayMinSeconds: '30', delayMaxSeconds: '' }
    expect(readLimits(turned, shared).problems).toEqual({ delayMaxSeconds: 'devices.turned' })
  })
})
