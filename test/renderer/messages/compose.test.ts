// What writing a message decides without a page: when it would leave, and what a press on a mark does.
import type { Device } from '@contract/devices.ts'
import { withMark } from '@renderer/messages/compose/marks.ts'
import { chosenDevice, lastSendTime, sendTimeOf } from '@renderer/messages/compose/send-time.ts'
import { describe, expect, test } from 'vitest'

const now = Date.UTC(2026, 10, 21, 12)
const pace = { delayMinSeconds: 5, delayMaxSeconds: 20, isPaused: false }
const device = (change: Partial<Device> = {}): Device => ({
  sessionId: 'd1',
  name: 'Shop',
  number: '923001234567',
  status: 'connected',
  statusText: '',
  nextStep: null,
  nextStepText: null,
  closeCode: null,
  statusSince: now,
  linkStep: null,
  isPaused: false,
  sentLastHour: 0,
  sentToday: 0,
  hourlyLimit: 100,
  dailyLimit: 1_000,
  inQueue: 0,
  nextAt: null,
  heldBy: null,
  heldUntil: null,
  limits: { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null },
  createdAt: now,
  ...change,
})

describe('when a message would leave', () => {
  test('after one pause, when nothing waits before it', () => {
    expect(sendTimeOf(device(), pace, now)).toMatchObject({ kind: 'soon', min: 5, max: 20 })
    const own = { ...device().limits, delayMinSeconds: 0, delayMaxSeconds: 0 }
    expect(sendTimeOf(device({ limits: own }), pace, now)).toMatchObject({ kind: 'soon', min: 0, max: 0 })
  })

  test('after those before it, at the middle of the pace', () => {
    const waiting = device({ inQueue: 4, nextAt: now + 10_000 })
    expect(sendTimeOf(waiting, pace, now)).toMatchObject({ kind: 'at', at: now + 60_000 })
  })

  test.each([
    ['no-device', undefined, pace],
    ['not-linked', device({ status: 'logged-out' }), pace],
    ['away', device({ status: 'offline' }), pace],
    ['restricted', device({ status: 'restricted' }), pace],
    ['device-paused', device({ isPaused: true }), pace],
    ['all-paused', device(), { ...pace, isPaused: true }],
    ['limited', device({ sentLastHour: 98, inQueue: 2 }), pace],
    ['limited', device({ sentToday: 1_000 }), pace],
  ] as const)('%s is said instead', (kind, one, given) => {
    expect(sendTimeOf(one, given, now).kind).toBe(kind)
  })

  test('without limits nothing is full', () => {
    const free = device({ hourlyLimit: 0, dailyLimit: 0, sentLastHour: 5_000, sentToday: 9_000 })
    expect(sendTimeOf(free, pace, now).kind).toBe('soon')
  })

  test('the device is the one that wrote last, else the least loaded that may send', () => {
    const busy = device({ sessionId: 'busy', inQueue: 9 })
    const free = device({ sessionId: 'free', inQueue: 1 })
    const away = device({ sessionId: 'away', status: 'offline' })
    const gone = device({ sessionId: 'gone', status: 'logged-out' })
    expect(chosenDevice([away, busy, free, gone], undefined)?.sessionId).toBe('free')
    expect(chosenDevice([away, busy, free, gone], 'busy')?.sessionId).toBe('busy')
    expect(chosenDevice([away, busy, free, gone], 'gone')?.sessionId).toBe('free')
    expect(chosenDevice([away, gone], undefined)?.sessionId).toBe('away')
    expect(chosenDevice([gone], undefined)).toBeUndefined()
  })

  test('the last of a list leaves after all before it, and after the hours that a limit holds it', () => {
    expect(lastSendTime([device()], 8, pace, now)).toBe(now + 100_000)
    expect(lastSendTime([device(), device({ sessionId: 'd2' })], 8, pace, now)).toBe(now + 50_000)
    expect(lastSendTime([device({ hourlyLimit: 10 })], 25, pace, now)).toBe(now + 2 * 3_600_000)
    expect(lastSendTime([device({ status: 'offline' })], 8, pace, now)).toBeNull()
    expect(lastSendTime([device()], 0, pace, now)).toBeNull()
  })
})

describe('marks', () => {
  const apply = (text: string, start: number, end: number, mark: '*' | '_' | '~') => {
    const next = withMark(text, start, end, mark)
    const whole = text.slice(0, next.from) + next.text + text.slice(next.to)
    return [whole, whole.slice(next.start, next.end)]
  }

  test('lie close round the words', () => {
    expect(apply('Your order is ready', 5, 11, '*')).toEqual(['Your *order* is ready', '*order* '])
    expect(apply('one\n\ntwo', 0, 8, '_')).toEqual(['_one_\n\n_two_', '_one_\n\n_two_'])
  })

  test('come off again by a second press', () => {
    expect(apply('a *bold* b', 3, 7, '*')[0]).toBe('a bold b')
    expect(apply('a *bold* b', 2, 8, '*')[0]).toBe('a bold b')
  })

  test('wait for words where nothing is selected', () => {
    const next = withMark('ab', 1, 1, '~')
    expect(next).toEqual({ from: 1, to: 1, text: '~~', start: 2, end: 2 })
  })
})
