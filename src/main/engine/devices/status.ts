// What a device's state is called and how it is said: pure words from (row, what is live, now). Look.md's table, in code.
import type { DeviceStatus, LinkStep } from '@contract/devices.ts'
import type { DeviceRow } from './store.ts'

/** What is known of a link while the program runs. */
export interface Live {
  phase:
    | 'idle'
    | 'connecting'
    | 'waiting-for-scan'
    | 'scanned'
    | 'syncing'
    | 'open'
    | 'offline'
    | 'codes-used-up'
    | 'refused'
    | 'replaced'
    | 'outdated'
    | 'stopped'
  since: number
  /** The code to scan, while one holds. */
  code: { qr: string; expiresAt: number } | null
  /** WhatsApp's answer that nobody knows, with 'stopped'. */
  closeCode: number | null
}

const LINKING = new Set<Live['phase']>(['waiting-for-scan', 'scanned', 'syncing'])
const STEPS: Partial<Record<Live['phase'], LinkStep>> = {
  'waiting-for-scan': 'waiting-for-scan',
  scanned: 'scanned',
  syncing: 'syncing',
  'codes-used-up': 'codes-used-up',
  refused: 'refused',
}

export const stepOf = (live: Live): LinkStep | null => STEPS[live.phase] ?? null

/** A link is being made: there is no need to begin again. */
export const isLinking = (row: DeviceRow, live: Live): boolean =>
  LINKING.has(live.phase) || (row.state !== 'linked' && (live.phase === 'connecting' || live.phase === 'offline'))

const isRestricted = (row: DeviceRow, now: number): boolean =>
  row.heldReason === 'new-chats' && row.heldUntil !== null && row.heldUntil > now

export function statusOf(row: DeviceRow, live: Live, now: number): DeviceStatus {
  if (isLinking(row, live)) return 'linking'
  if (row.state !== 'linked') return row.state
  if (live.phase === 'open') return isRestricted(row, now) ? 'restricted' : 'connected'
  return live.phase === 'connecting' || live.phase === 'idle' ? 'connecting' : 'offline'
}

export const sinceOf = (row: DeviceRow, live: Live): number =>
  row.state === 'linked' || live.phase !== 'idle' ? live.since : row.stateSince

/** 14:05 today, Tue 14:05 within a week, else 3 Nov 2026; in the PC's zone. */
export function timeWords(at: number, now: number): string {
  const time = new Date(at)
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (time.toDateString() === new Date(now).toDateString()) return clock
  if (Math.abs(at - now) < 6 * 24 * 60 * 60_000)
    return `${time.toLocaleDateString('en-GB', { weekday: 'short' })} ${clock}`
  return time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

const waitWords = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'message waits' : 'messages wait'}`

/** `start` as a whole sentence, with how many messages wait where some do. */
const withCount = (start: string, count: number): string =>
  count === 0 ? `${start}.` : `${start}; ${waitWords(count)}.`

/** One plain sentence or two: the state and its cure. `waiting` = messages in its queue; `twin` = a later device with the same number. */
export function sentenceOf(
  row: DeviceRow,
  live: Live,
  given: { now: number; waiting: number; twin: string | null },
): string {
  const { now, waiting, twin } = given
  const since = timeWords(live.since, now)
  switch (live.phase) {
    case 'waiting-for-scan':
      return 'Waiting for the phone to scan.'
    case 'scanned':
      return 'Scanned. Linking…'
    case 'syncing':
      return 'Syncing…'
    case 'codes-used-up':
      return 'Nobody scanned in time. Show a new code.'
    case 'refused':
      return 'WhatsApp did not accept the link. Check that the phone is online and shows fewer than four linked devices, then try again.'
    default:
  }
  if (row.state === 'banned') {
    const until = row.heldUntil === null ? '' : ` until ${timeWords(row.heldUntil, now)}`
    return `WhatsApp has blocked this number${until}. Dakiya cannot lift it; open WhatsApp on the phone to see why.`
  }
  if (live.phase === 'outdated') return withCount('WhatsApp needs a newer Dakiya. Update Dakiya', waiting)
  if (live.phase === 'offline') return `No connection to WhatsApp since ${since}. Trying again by itself.`
  if (row.state === 'logged-out' && live.phase !== 'connecting') {
    if (row.heldReason === 'here-unheard') {
      const untold = 'Logged out on this PC without a connection, so WhatsApp does not know'
      return withCount(`${untold}. On the phone, remove it under Linked devices; then link it again`, waiting)
    }
    const where = row.heldReason === 'here' ? 'Logged out on this PC' : 'Logged out on the phone'
    return withCount(`${where}. Link it again`, waiting)
  }
  if (live.phase === 'connecting') return 'Connecting to WhatsApp.'
  if (row.state === 'new') return 'Link it to send.'
  if (live.phase === 'replaced')
    return withCount('Another program took over this link. Close it there, then connect here', waiting)
  if (live.phase === 'stopped')
    return withCount(
      'WhatsApp ended the connection and did not say why. Wait some minutes, then connect again',
      waiting,
    )
  if (live.phase === 'idle') return 'Connecting to WhatsApp.'
  if (isRestricted(row, now)) {
    return withCount(
      `WhatsApp limits new chats until ${timeWords(row.heldUntil ?? now, now)}. Known chats go on`,
      waiting,
    )
  }
  return twin === null
    ? 'Ready to send.'
    : `Ready to send. The same number is also linked as ${twin}; remove one of the two.`
}
