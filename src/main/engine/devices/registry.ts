// All devices with what is live of them, in memory; every lasting change is on disk before it shows.

import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { LinkNews } from './links.ts'
import type { Live } from './status.ts'
import { createStore, type DeviceRow } from './store.ts'

export interface Entry {
  row: DeviceRow
  live: Live
}

export type Registry = ReturnType<typeof createRegistry>

export function createRegistry(deps: { database: Database; changes: Changes; clock: Clock; events: Events; log: Log }) {
  const { clock, events, log } = deps
  const store = createStore(deps.database, deps.changes)
  const entries = new Map<string, Entry>()
  const names = new Map<string, string>()
  const idle = (): Live => ({ phase: 'idle', since: clock.now(), code: null, closeCode: null })

  for (const { removedAt, ...row } of store.readAll()) {
    names.set(row.id, row.name)
    if (removedAt === null) entries.set(row.id, { row, live: idle() })
  }

  const changed = (deviceId: string): void => events.tell('device.changed', { deviceId })

  function patch(entry: Entry, change: Partial<DeviceRow>): void {
    const row = { ...entry.row, ...change }
    if (change.state !== undefined && change.state !== entry.row.state) row.stateSince = clock.now()
    store.write(row)
    entry.row = row
    names.set(row.id, row.name)
    changed(row.id)
  }

  function live(entry: Entry, phase: Live['phase'], more: Partial<Live> = {}): void {
    const since = entry.live.phase === phase ? entry.live.since : clock.now()
    entry.live = { phase, since, code: null, closeCode: null, ...more }
    changed(entry.row.id)
  }

  /** What a piece of news changes on disk; null = nothing. */
  function lasting(row: DeviceRow, news: LinkNews): Partial<DeviceRow> | null {
    switch (news.kind) {
      case 'scanned':
        return { state: 'linked', heldUntil: null, heldReason: null }
      case 'open':
        return row.state === 'linked' && row.number === news.number ? null : { state: 'linked', number: news.number }
      case 'refused':
        return row.state === 'linked' ? { state: row.number === null ? 'new' : 'logged-out' } : null
      case 'logged-out':
        return { state: 'logged-out', heldUntil: null, heldReason: null }
      case 'banned':
        return { state: 'banned', heldUntil: news.until, heldReason: 'ban' }
      case 'limited':
        return news.until === null
          ? { heldUntil: null, heldReason: null }
          : { heldUntil: news.until, heldReason: 'new-chats' }
      default:
        return null
    }
  }

  function apply(entry: Entry, news: LinkNews): void {
    const change = lasting(entry.row, news)
    if (change !== null) patch(entry, change)
    if (news.kind === 'limited') return
    if (news.kind === 'code') live(entry, 'waiting-for-scan', { code: { qr: news.qr, expiresAt: news.expiresAt } })
    else if (news.kind === 'stopped') live(entry, 'stopped', { closeCode: news.code })
    else if (news.kind === 'logged-out' || news.kind === 'banned') live(entry, 'idle')
    // Coming back from a lost connection shows as offline until it has come back.
    else if (news.kind !== 'connecting' || entry.live.phase !== 'offline') live(entry, news.kind)
  }

  return {
    all: (): Entry[] => [...entries.values()],
    get: (id: string): Entry | null => entries.get(id) ?? null,
    /** The name of a device, removed or not. */
    nameOf: (id: string): string | null => names.get(id) ?? null,
    add(row: DeviceRow): Entry {
      store.insert(row)
      const entry = { row, live: idle() }
      entries.set(row.id, entry)
      names.set(row.id, row.name)
      changed(row.id)
      return entry
    },
    patch,
    live,
    /** Takes in what happened to a link. */
    hear(deviceId: string, news: LinkNews): void {
      const entry = entries.get(deviceId)
      if (entry === undefined) return
      try {
        apply(entry, news)
      } catch (cause) {
        log.error({ err: cause, device: deviceId }, 'a change of a device could not be saved')
      }
    },
    remove(id: string): void {
      store.remove(id, clock.now())
      entries.delete(id)
    },
  }
}
