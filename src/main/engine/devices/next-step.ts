// The next safe step for a person, of every state that a device can be in: what to do, and the same in one plain sentence.
// Pure. Safe means that it cannot make things worse: nobody is sent to link a blocked number anew.
import type { NextStep } from '@contract/devices.ts'
import { type Live, timeWords } from './status.ts'
import type { DeviceRow } from './store.ts'

export interface Next {
  nextStep: NextStep | null
  nextStepText: string | null
}

const step = (nextStep: NextStep, nextStepText: string): Next => ({ nextStep, nextStepText })

const byPhase: Partial<Record<Live['phase'], Next>> = {
  'waiting-for-scan': step(
    'scan',
    'On the phone open WhatsApp, Linked devices, Link a device, and point it at the code.',
  ),
  scanned: step('wait', 'Wait a moment and leave the phone online.'),
  syncing: step('wait', 'Wait a moment and leave the phone online.'),
  'codes-used-up': step('link', 'Show a new code and scan it within a minute.'),
  refused: step(
    'link',
    'Check that the phone is online and shows fewer than four linked devices, then show a new code.',
  ),
  outdated: step('update', 'Update Dakiya and start it again.'),
}

/** @param twin a later device with the same number */
export function nextOf(row: DeviceRow, live: Live, given: { now: number; twin: string | null }): Next {
  const { now, twin } = given
  if (row.state === 'banned') return blocked(row, now)
  const known = byPhase[live.phase]
  if (known !== undefined) return known
  if (live.phase === 'connecting') return step('wait', 'Wait a moment; it connects by itself.')
  if (live.phase === 'offline') return step('wait', 'Wait. If this lasts, check the internet connection of this PC.')
  if (row.state === 'new') return step('link', 'Link a phone to it.')
  if (row.state === 'logged-out')
    return row.heldReason === 'here-unheard'
      ? step('link', 'On the phone, remove it under Linked devices; then link it again.')
      : step('link', 'Link it again.')
  if (live.phase === 'replaced')
    return step('connect', 'Close the other program that uses this link, then connect here.')
  if (live.phase === 'stopped')
    return step('connect', 'Wait some minutes, then connect again. If it ends again, leave it alone for some hours.')
  if (live.phase === 'idle') return step('wait', 'Wait a moment; it connects by itself.')
  if (row.isPaused) return step('resume', 'Go on sending when you are ready.')
  if (row.heldReason === 'new-chats' && row.heldUntil !== null && row.heldUntil > now)
    return step(
      'wait',
      `Write only to people who wrote to this number before; the rest leaves after ${timeWords(row.heldUntil, now)}.`,
    )
  if (twin !== null) return step('remove-one', `Remove one of the two: this one or ${twin}.`)
  return { nextStep: null, nextStepText: null }
}

function blocked({ heldUntil }: DeviceRow, now: number): Next {
  const then =
    heldUntil === null
      ? 'Do not link it anew before WhatsApp lets it in there.'
      : `It connects again by itself after ${timeWords(heldUntil, now)}.`
  return step('look-at-phone', `Open WhatsApp on the phone to see why. ${then}`)
}
