// Sessions tried apart. With one person there can be several: a new one is begun when somebody could not read, and what was sealed in
// an older one may still come. libsignal tries them in turn, takes a ratchet step in each before it knows whether it fits, and
// then keeps them all: the newest one is spoilt, and the next letter to that person cannot be read. Here each is tried alone,
// and only the one that fits is written. Proven by test/engine/whatsapp/try-sessions.test.ts.
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'

/** As libsignal keeps what it shares with one person; Baileys' types say bytes. */
interface Sessions {
  _sessions: { [baseKey: string]: { indexInfo: { used?: number } } }
}

export interface TrySessions extends SignalKeyStore {
  /** Does `open` with each session of this address alone, the last used first, until one fits. @throws as the last one did */
  each<T>(address: string, open: () => Promise<T>): Promise<T>
}

/** The keys in `store`, where a person's sessions are seen one at a time while `each` runs; one `each` an address at a time. */
export function createTrySessions(store: SignalKeyStore): TrySessions {
  const shown = new Map<string, { whole: Sessions; only: string }>()

  function part(record: unknown, address: string): unknown {
    const view = shown.get(address)
    if (view === undefined || record === undefined) return record
    const { _sessions, ...rest } = record as Sessions
    return { ...rest, _sessions: { [view.only]: _sessions[view.only] } }
  }

  function whole(record: unknown, address: string): unknown {
    const view = shown.get(address)
    if (view === undefined || record === null) return record
    const written = record as Sessions
    return { ...written, _sessions: { ...view.whole._sessions, ...written._sessions } }
  }

  const mapped = <Value>(entries: { [id: string]: Value }, change: (value: Value, id: string) => unknown) =>
    Object.fromEntries(Object.entries(entries).map(([id, value]) => [id, change(value, id)]))

  return {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found = await store.get(type, ids)
      return type === 'session' && shown.size > 0 ? (mapped(found, part) as typeof found) : found
    },
    set(data: SignalDataSet) {
      if (data.session === undefined || shown.size === 0) return store.set(data)
      return store.set({ ...data, session: mapped(data.session, whole) as typeof data.session })
    },
    async each(address, open) {
      const { [address]: record } = (await store.get('session', [address])) as unknown as { [id: string]: Sessions }
      const sessions = Object.entries(record?._sessions ?? {})
      if (record === undefined || sessions.length < 2) return open()
      const usedAt = (session: Sessions['_sessions'][string]) => session.indexInfo.used ?? 0
      let why: unknown
      for (const [only] of sessions.toSorted(([, one], [, other]) => usedAt(other) - usedAt(one))) {
        shown.set(address, { whole: record, only })
        try {
          return await open()
        } catch (thrown) {
          why = thrown
        } finally {
          shown.delete(address)
        }
      }
      throw why
    },
  }
}
