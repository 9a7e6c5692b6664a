// Which phones and companions a person has, as WhatsApp last said; Baileys asks it before every send. Handed in, so that it
// outlives a socket and can be held still: while a message is on its way, its recipient's list does not expire, so that
// Baileys has nothing to ask for inside its send lock.
// Half an hour, not Baileys' five minutes: after each expiry it would build every session anew. Changes come as notices.
import type { PossiblyExtendedCacheStore } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import { createTtlCache } from '../../base/ttl-cache.ts'

const KEPT_MS = 30 * 60_000
const MOST = 5_000

export interface DeviceLists extends PossiblyExtendedCacheStore {
  /** Keeps the lists of these users (the part of a JID before @) as they are until the returned function is called. */
  hold(users: readonly string[]): () => void
}

export function createDeviceLists(clock: Clock): DeviceLists {
  const cache = createTtlCache(clock, MOST, KEPT_MS)
  const held = new Map<string, { value: unknown; holders: number }>()

  function get<T>(user: string): T | undefined {
    return cache.get<T>(user) ?? (held.get(user)?.value as T | undefined)
  }

  function release(user: string): void {
    const entry = held.get(user)
    if (entry === undefined) return
    entry.holders -= 1
    if (entry.holders === 0) held.delete(user)
  }

  return {
    get,
    set: (user, value) => cache.set(user, value),
    del: (user) => cache.del(user),
    flushAll: () => cache.flushAll(),
    async mget<T>(users: string[]) {
      const found: Record<string, T | undefined> = {}
      for (const user of users) found[user] = get<T>(user)
      return found
    },
    async mset(entries) {
      for (const { key, value } of entries) cache.set(key, value)
    },
    hold(users) {
      const mine: string[] = []
      for (const user of users) {
        const entry = held.get(user)
        const value = get(user)
        if (value === undefined) continue
        if (entry === undefined) held.set(user, { value, holders: 1 })
        else entry.holders += 1
        mine.push(user)
      }
      return () => {
        for (const user of mine.splice(0)) release(user)
      }
    },
  }
}
