// The words of a device's state, as people read them.
import { nextOf } from '@main/engine/devices/next-step.ts'
import { type Live, sentenceOf, statusOf, timeWords } from '@main/engine/devices/status.ts'
import type { DeviceRow } from '@main/engine/devices/store.ts'
import { expect, test } from 'vitest'

const now = new Date(2026, 10, 20, 14, 30).getTime() // a Friday
const row: DeviceRow = {
  id: 'd1',
  name: 'Shop',
  number: '15550100001',
  state: 'linked',
  stateSince: now,
  heldUntil: null,
  heldReason: null,
  isPaused: false,
  limits: { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null },
  createdAt: now,
}
const live = (phase: Live['phase'], closeCode: number | null = null): Live => ({
  phase,
  since: now - 29 * 60_000,
  code: null,
  closeCode,
})
const said = (change: Partial<DeviceRow>, phase: Live['phase'], waiting = 0, closeCode: number | null = null) => {
  const its = { ...row, ...change }
  return [statusOf(its, live(phase), now), sentenceOf(its, live(phase, closeCode), { now, waiting, twin: null })]
}

test.each([
  [{ state: 'new' }, 'idle', 0, 'new', 'Link it to send.'],
  [{ state: 'new' }, 'connecting', 0, 'linking', 'Connecting to WhatsApp.'],
  [{ state: 'new' }, 'waiting-for-scan', 0, 'linking', 'Waiting for the phone to scan.'],
  [{ state: 'new' }, 'codes-used-up', 0, 'new', 'Nobody scanned in time. Show a new code.'],
  [{}, 'syncing', 0, 'linking', 'Syncing…'],
  [{}, 'idle', 0, 'connecting', 'Connecting to WhatsApp.'],
  [{}, 'open', 5, 'connected', 'Ready to send.'],
  [{}, 'offline', 5, 'offline', 'No connection to WhatsApp since 14:01. Trying again by itself.'],
  [{ state: 'logged-out' }, 'idle', 12, 'logged-out', 'Logged out on the phone. Link it again; 12 messages wait.'],
  [{ state: 'logged-out' }, 'idle', 0, 'logged-out', 'Logged out on the phone. Link it again.'],
  [
    { state: 'logged-out', heldReason: 'here' },
    'idle',
    1,
    'logged-out',
    'Logged out on this PC. Link it again; 1 message waits.',
  ],
  [
    { heldReason: 'new-chats', heldUntil: now + 4 * 86_400_000 },
    'open',
    1088,
    'restricted',
    'WhatsApp limits new chats until Tue 14:30. Known chats go on; 1,088 messages wait.',
  ],
  [{ heldReason: 'new-chats', heldUntil: now - 1 }, 'open', 0, 'connected', 'Ready to send.'],
  [
    { state: 'banned', heldReason: 'ban' },
    'idle',
    0,
    'banned',
    'WhatsApp has blocked this number. Dakiya cannot lift it; open WhatsApp on the phone to see why.',
  ],
  [{}, 'outdated', 0, 'offline', 'WhatsApp needs a newer Dakiya. Update Dakiya.'],
  [
    {},
    'replaced',
    2,
    'offline',
    'Another program took over this link. Close it there, then connect here; 2 messages wait.',
  ],
] as const)('%o %s with %i waiting', (change, phase, waiting, status, sentence) => {
  expect(said(change, phase, waiting)).toEqual([status, sentence])
})

test.each([
  [{ state: 'new' }, 'idle', 'link', 'Link a phone to it.'],
  [{ state: 'new' }, 'waiting-for-scan', 'scan', /point it at the code\.$/],
  [{ state: 'new' }, 'codes-used-up', 'link', /new code/],
  [{ state: 'new' }, 'refused', 'link', /fewer than four/],
  [{ state: 'new' }, 'outdated', 'update', /^Update Dakiya/],
  [{}, 'scanned', 'wait', /leave the phone online/],
  [{}, 'syncing', 'wait', /leave the phone online/],
  [{}, 'idle', 'wait', /by itself/],
  [{}, 'connecting', 'wait', /by itself/],
  [{}, 'offline', 'wait', /internet connection of this PC/],
  [{}, 'replaced', 'connect', /^Close the other program/],
  [{}, 'stopped', 'connect', /^Wait some minutes/],
  [{}, 'outdated', 'update', /^Update Dakiya/],
  [{ state: 'logged-out' }, 'idle', 'link', 'Link it again.'],
  [{ state: 'logged-out', heldReason: 'here-unheard' }, 'idle', 'link', /under Linked devices/],
  [{ heldReason: 'new-chats', heldUntil: now + 3_600_000 }, 'open', 'wait', /leaves after 15:30\.$/],
  [{ state: 'banned', heldReason: 'ban' }, 'idle', 'look-at-phone', /Do not link it anew/],
  [{ state: 'banned', heldReason: 'ban', heldUntil: now + 3_600_000 }, 'idle', 'look-at-phone', /after 15:30\.$/],
  [{ isPaused: true }, 'open', 'resume', /^Go on sending/],
] as const)('%o %s has a next safe step', (change, phase, step, words) => {
  const next = nextOf({ ...row, ...change }, live(phase), { now, twin: null })
  expect(next).toEqual({ nextStep: step, nextStepText: expect.stringMatching(words) })
})

test('a device that can send has nothing to do, unless its number is linked twice', () => {
  expect(nextOf(row, live('open'), { now, twin: null })).toEqual({ nextStep: null, nextStepText: null })
  expect(nextOf(row, live('open'), { now, twin: 'Till' })).toMatchObject({ nextStep: 'remove-one' })
})

test('times are short for today and this week, dates beyond', () => {
  expect(timeWords(now, now)).toBe('14:30')
  expect(timeWords(now + 86_400_000, now)).toBe('Sat 14:30')
  expect(timeWords(now + 30 * 86_400_000, now)).toBe('20 Dec 2026')
})
