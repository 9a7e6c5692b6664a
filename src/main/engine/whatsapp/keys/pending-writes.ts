// Ratchet steps on their way to the disk. The next step may be made from one that is not on disk yet, so that the steps of many
// messages share a commit; whoever made a step waits for its own commit before its ciphertext may leave.
// A step whose commit fails is forgotten: its ciphertext never leaves, and the next one starts from what is on disk.
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'

interface Step {
  value: unknown
  onDisk: Promise<void>
}

export interface PendingWrites extends SignalKeyStore {
  /** Resolves when the newest step of this session is on disk. @throws when it could not be written */
  onDisk(session: string): Promise<void>
}

export function createPendingWrites(store: SignalKeyStore): PendingWrites {
  const open = new Map<string, Step>()
  /** Newest steps that could not be written, until there is a newer one. */
  const failed = new Map<string, unknown>()

  /** One session that goes on is not waited for here; a session that ends, and everything else, is. */
  function isStep(data: SignalDataSet): boolean {
    const values = Object.values(data.session ?? {})
    return Object.keys(data).length === 1 && values.length === 1 && values[0] !== null && values[0] !== undefined
  }

  /** The same as `store.set`, but seen by `get` from now on. */
  function set(data: SignalDataSet): Promise<void> {
    const onDisk = Promise.resolve(store.set(data))
    const entries = Object.entries(data.session ?? {})
    const mine = entries.map(([id, value]) => [id, { value, onDisk }] as const)
    for (const [id, step] of mine) {
      open.set(id, step)
      failed.delete(id)
    }
    /** Does `then` for those that are still the newest. */
    const close = (then: (id: string) => void) => {
      for (const [id, step] of mine) if (open.get(id) === step && open.delete(id)) then(id)
    }
    onDisk.then(
      () => close(() => undefined),
      (cause: unknown) => close((id) => failed.set(id, cause)),
    )
    return onDisk
  }

  return {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      if (type !== 'session') return await store.get(type, ids)
      const found = await store.get(
        type,
        ids.filter((id) => !open.has(id)),
      )
      for (const id of ids) {
        const step = open.get(id)
        if (step?.value) found[id] = step.value as SignalDataTypeMap[T]
      }
      return found
    },
    set(data) {
      const written = set(data)
      return isStep(data) ? undefined : written
    },
    async onDisk(session) {
      if (failed.has(session)) throw failed.get(session)
      await open.get(session)?.onDisk
    },
  }
}
