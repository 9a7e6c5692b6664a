// How a device comes to its link, keeps it and ends it: codes to scan, a code to type, restart, log out, the start of the program.
import { DakiyaError } from '@contract/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { LinkNews, Links } from './links.ts'
import type { Entry, Registry } from './registry.ts'
import { isLinking } from './status.ts'

/** How long a request for a code waits for the first one. */
const CODE_WAIT_MS = 15_000

const refuse = (sentence: string) => new DakiyaError('CONFLICT', sentence)

export function createLinking(deps: { registry: Registry; links: Links; clock: Clock }) {
  const { registry, links, clock } = deps
  /** Who waits for the next code of a device. */
  const waiting = new Map<string, Set<() => void>>()
  /** Calls off the wait for the end of what WhatsApp holds a device with. */
  const holds = new Map<string, () => void>()

  function begin(entry: Entry): void {
    if (isLinking(entry.row, entry.live)) return
    registry.live(entry, 'connecting')
    links.link(entry.row.id)
  }

  function needUnlinked({ row }: Entry): void {
    if (row.state === 'banned')
      throw refuse(`WhatsApp has blocked the number of ${row.name}; there is nothing to scan.`)
    if (row.state === 'linked')
      throw refuse(`${row.name} is linked; there is nothing to scan. Log it out first to link another phone.`)
  }

  /** Resolves at the device's next news, or after the wait. */
  function nextNews(deviceId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const set = waiting.get(deviceId) ?? new Set()
      waiting.set(deviceId, set)
      const callOff = clock.after(ms, done)
      function done(): void {
        callOff()
        set.delete(done)
        if (set.size === 0) waiting.delete(deviceId)
        resolve()
      }
      set.add(done)
    })
  }

  function openBanned(entry: Entry): void {
    registry.patch(entry, { state: 'linked', heldUntil: null, heldReason: null })
    links.open(entry.row.id)
  }

  /** A block that ends is tried again then; the end of a limit on new chats is told. */
  function awaitEnd({ row: { id, heldUntil } }: Entry): void {
    holds.get(id)?.()
    holds.delete(id)
    if (heldUntil === null) return
    const callOff = clock.after(Math.max(0, heldUntil - clock.now()), () => {
      const entry = registry.get(id)
      if (entry?.row.heldUntil !== heldUntil) return
      if (entry.row.state === 'banned') openBanned(entry)
      else registry.patch(entry, { heldUntil: null, heldReason: null })
    })
    holds.set(id, callOff)
  }

  return {
    begin,

    hear(deviceId: string, news: LinkNews): void {
      for (const wake of [...(waiting.get(deviceId) ?? [])]) wake()
      const entry = registry.get(deviceId)
      if (entry !== null && (news.kind === 'banned' || news.kind === 'limited')) awaitEnd(entry)
    },

    /** The code to scan; begins linking again when the codes have run out. @throws CONFLICT when there is nothing to scan */
    async qr(entry: Entry): Promise<{ qr: string; expiresAt: number }> {
      needUnlinked(entry)
      begin(entry)
      const deadline = clock.now() + CODE_WAIT_MS
      for (;;) {
        needUnlinked(entry)
        const { code, phase } = entry.live
        if (code !== null && code.expiresAt > clock.now()) return code
        const left = deadline - clock.now()
        if (left <= 0 || phase === 'refused') {
          throw refuse('WhatsApp gave no code. Check the connection to the internet, then try again.')
        }
        await nextNews(entry.row.id, left)
      }
    },

    /** The characters to type on the phone with `number` (digits). @throws CONFLICT */
    async pairingCode(entry: Entry, number: string): Promise<string> {
      needUnlinked(entry)
      if (!/^\d+$/.test(number)) {
        throw new DakiyaError('VALIDATION_ERROR', 'A code is for a phone, not for a group.', { field: 'number' })
      }
      begin(entry)
      return await links.pairingCode(entry.row.id, number)
    },

    restart(entry: Entry): void {
      const { row } = entry
      if (row.state === 'banned') openBanned(entry)
      else if (row.state === 'linked' || isLinking(row, entry.live)) {
        registry.live(entry, 'connecting')
        links.restart(row.id)
      } else begin(entry)
    },

    /** Ends the link, or the linking; history and queue stay. */
    async logout(entry: Entry): Promise<void> {
      const { row } = entry
      const wasLinked = row.state === 'linked' || row.state === 'banned'
      const isHeard = await links.logout(row.id)
      if (wasLinked) {
        const heldReason = isHeard ? 'here' : 'here-unheard'
        registry.patch(entry, { state: 'logged-out', heldUntil: null, heldReason })
      }
      registry.live(entry, 'idle')
    },

    /** Opens the links of all linked devices. */
    start(): void {
      for (const entry of registry.all()) {
        if (entry.row.state === 'linked') {
          registry.live(entry, 'connecting')
          links.open(entry.row.id)
        }
        awaitEnd(entry)
      }
    },

    /** Waits for nothing any more. */
    stop(): void {
      for (const callOff of holds.values()) callOff()
      holds.clear()
    },
  }
}
