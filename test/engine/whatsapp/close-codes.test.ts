// Every way a connection ends has its own next step.
import {
  BACKOFF_MOST_MS,
  backoffMs,
  type Closing,
  nextStep,
  REPLACED_WAIT_MS,
} from '@main/engine/whatsapp/connection/close-codes.ts'
import { expect, test } from 'vitest'

const linked: Closing = {
  code: null,
  reason: '',
  banSeconds: null,
  isLinked: true,
  wasScanned: false,
  attempt: 5,
  replaced: 0,
  strange: 0,
  hasFreshVersion: false,
}
const step = (change: Partial<Closing>) => nextStep({ ...linked, ...change }, 0.5, BACKOFF_MOST_MS)
const later = { do: 'reconnect', afterMs: 16_000 }

test.each([408, 428, 500, 502, 503, 504, null])('code %s of a linked device passes: back off and come back', (code) => {
  expect(step({ code })).toEqual(later)
})

test.each([
  [401, { do: 'stop', why: 'logged-out' }],
  [403, { do: 'stop', why: 'banned', seconds: null }],
  [406, { do: 'stop', why: 'banned', seconds: null }],
  [405, { do: 'refresh-version' }],
  [440, { do: 'reconnect', afterMs: REPLACED_WAIT_MS }],
])('code %i of a linked device', (code, next) => {
  expect(step({ code })).toEqual(next)
})

test('a ban that ends is told with its end', () => {
  expect(step({ code: 402, banSeconds: 3600 })).toEqual({ do: 'stop', why: 'banned', seconds: 3600 })
})

test('the restart after linking comes at once, three times at most', () => {
  expect(step({ code: 515, attempt: 0 })).toEqual({ do: 'reconnect', afterMs: 0 })
  expect(step({ code: 515, attempt: 3 })).toMatchObject({ do: 'reconnect', afterMs: 4_000 })
})

test('what helps once is not tried twice', () => {
  expect(step({ code: 440, replaced: 1 })).toEqual({ do: 'stop', why: 'replaced' })
  expect(step({ code: 405, hasFreshVersion: true })).toEqual({ do: 'stop', why: 'outdated' })
})

test.each([400, 409, 411, 413, 414, 415, 418, 419, 501])(
  'code %i that nobody knows is tried three times, then shown',
  (code) => {
    expect(step({ code, strange: 2 })).toEqual(later)
    expect(step({ code, strange: 3 })).toEqual({ do: 'stop', why: 'stopped', code })
  },
)

test('while linking: codes used up, refused, or a broken line', () => {
  const linking = { isLinked: false }
  expect(step({ ...linking, code: 408, reason: 'QR refs attempts ended' })).toEqual({
    do: 'stop',
    why: 'codes-used-up',
  })
  expect(step({ ...linking, code: 401 })).toEqual({ do: 'stop', why: 'refused' })
  expect(step({ ...linking, code: 500, wasScanned: true })).toEqual({ do: 'stop', why: 'refused' })
  expect(step({ ...linking, code: 428 })).toEqual(later)
})

test('the back-off jitters over its whole room, doubles and has an end', () => {
  expect(backoffMs(0, 0.99, BACKOFF_MOST_MS)).toBe(990)
  expect(backoffMs(3, 1, BACKOFF_MOST_MS)).toBe(8_000)
  expect(backoffMs(50, 1, BACKOFF_MOST_MS)).toBe(BACKOFF_MOST_MS)
  expect(backoffMs(9, 0, BACKOFF_MOST_MS)).toBe(500)
  expect(backoffMs(9, 1, 5_000)).toBe(5_000)
})
