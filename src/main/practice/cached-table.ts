// Values by key, held in memory and written behind into one table of (key, value as JSON). Bounded: after a batch is on
// disk the oldest unchanged values are let go.
import type { Store } from './store.ts'

export interface CachedTable<Value> {
  get(key: string): Value | undefined
  /** `undefined` removes it. */
  set(key: string, value: Value | undefined): void
  /** Forgets what is held in memory; the disk stays. */
  clear(): void
}

export function createCachedTable<Value>(
  store: Store,
  table: string,
  keyColumn: string,
  limit = 5_000,
): CachedTable<Value> {
  const held = new Map<string, Value | undefined>()
  const changed = new Set<string>()
  const read = store.db.prepare<[string], { value: string }>(`SELECT value FROM ${table} WHERE ${keyColumn} = ?`)
  const write = store.db.prepare<[string, string]>(
    `INSERT OR REPLACE INTO ${table} (${keyColumn}, value) VALUES (?, ?)`,
  )
  const remove = store.db.prepare<[string]>(`DELETE FROM ${table} WHERE ${keyColumn} = ?`)

  store.onFlush(() => {
    for (const key of changed) {
      const value = held.get(key)
      if (value === undefined) remove.run(key)
      else write.run(key, JSON.stringify(value))
    }
    changed.clear()
    for (const key of held.keys()) {
      if (held.size <= limit) break
      held.delete(key)
    }
  })

  return {
    get(key) {
      if (held.has(key)) return held.get(key)
      const row = read.get(key)
      const value = row === undefined ? undefined : (JSON.parse(row.value) as Value)
      held.set(key, value)
      if (held.size > limit * 2) store.touch()
      return value
    },
    set(key, value) {
      held.delete(key)
      held.set(key, value)
      changed.add(key)
      store.touch()
    },
    clear() {
      held.clear()
      changed.clear()
    },
  }
}
