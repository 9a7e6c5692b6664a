// A small memory that Baileys is handed in place of its own, so that it outlives a socket: bounded, oldest out first,
// entries too old are as good as gone.
import type { Clock } from './clock.ts'

export interface TtlCache {
  get<T>(key: string): T | undefined
  set<T>(key: string, value: T): void
  del(key: string): void
  flushAll(): void
}

export function createTtlCache(clock: Clock, most: number, keptMs: number): TtlCache {
  const entries = new Map<string, { value: unknown; until: number }>()
  return {
    get<T>(key: string) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      if (entry.until > clock.now()) return entry.value as T
      entries.delete(key)
      return undefined
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, { value, until: clock.now() + keptMs })
      const oldest = entries.keys().next()
      if (entries.size > most && !oldest.done) entries.delete(oldest.value)
    },
    del: (key) => void entries.delete(key),
    flushAll: () => entries.clear(),
  }
}
