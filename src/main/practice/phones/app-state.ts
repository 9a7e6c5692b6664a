// The app state of every phone: per collection a version, the patches that led to it, and what holds after them. The
// server keeps patches as they come and looks at their version alone; the phone opens them and passes over forged ones.

import type { Store } from '../store.ts'
import { proto } from '../wire/wire.ts'
import type { AppKey, Change } from './app-keys.ts'
import { addUp, openChange, patchMac, sealChange, snapshotMac, valueMacIn } from './app-keys.ts'

export const collections = ['critical_block', 'critical_unblock_low', 'regular_high', 'regular_low', 'regular'] as const
export type Collection = (typeof collections)[number]
export const isCollection = (name: string | undefined): name is Collection => collections.some((each) => each === name)

const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation
const kept = 64

interface Head {
  version: number
  sum: Buffer
}

export interface AppStateParts {
  store: Store
  keyOf(number: string): AppKey
  log(event: string, details?: Record<string, unknown>): void
}

export function createAppState({ store, keyOf, log }: AppStateParts) {
  const { db } = store
  const sql = {
    head: db.prepare<[string, string], Head>(
      'SELECT version, sum FROM app_collections WHERE number = ? AND collection = ?',
    ),
    setHead: db.prepare<[string, string, number, Buffer]>('INSERT OR REPLACE INTO app_collections VALUES (?, ?, ?, ?)'),
    patches: db.prepare<[string, string, number], { value: Buffer }>(
      'SELECT value FROM app_patches WHERE number = ? AND collection = ? AND version > ? ORDER BY version',
    ),
    addPatch: db.prepare<[string, string, number, Buffer]>('INSERT INTO app_patches VALUES (?, ?, ?, ?)'),
    dropPatches: db.prepare<[string, string, number]>(
      'DELETE FROM app_patches WHERE number = ? AND collection = ? AND version <= ?',
    ),
    records: db.prepare<[string, string], { value: Buffer }>(
      'SELECT value FROM app_records WHERE number = ? AND collection = ? ORDER BY rowid',
    ),
    record: db.prepare<[string, string, string], { value: Buffer }>(
      'SELECT value FROM app_records WHERE number = ? AND collection = ? AND index_mac = ?',
    ),
    setRecord: db.prepare<[string, string, string, Buffer]>('INSERT OR REPLACE INTO app_records VALUES (?, ?, ?, ?)'),
    removeRecord: db.prepare<[string, string, string]>(
      'DELETE FROM app_records WHERE number = ? AND collection = ? AND index_mac = ?',
    ),
  }
  const head = (number: string, collection: string): Head =>
    sql.head.get(number, collection) ?? { version: 0, sum: Buffer.alloc(128) }
  const recordsOf = (number: string, collection: string) =>
    sql.records.all(number, collection).map(({ value }) => proto.SyncdRecord.decode(value))
  const indexOf = (mutation: proto.ISyncdMutation) => Buffer.from(mutation.record?.index?.blob ?? []).toString('base64')

  /** The sum after these mutations. */
  const sumAfter = (number: string, collection: string, sum: Buffer, mutations: proto.ISyncdMutation[]): Buffer => {
    const now = new Map<string, Buffer | undefined>()
    const [gone, come]: [Buffer[], Buffer[]] = [[], []]
    for (const mutation of mutations) {
      const index = indexOf(mutation)
      const row = sql.record.get(number, collection, index)
      const before = now.has(index) ? now.get(index) : row && valueMacIn(proto.SyncdRecord.decode(row.value))
      const after = mutation.operation === REMOVE ? undefined : valueMacIn(mutation.record ?? {})
      if (before) gone.push(before)
      if (after) come.push(after)
      now.set(index, after)
    }
    return addUp(sum, gone, come)
  }

  /** Takes the next patch into the log, and its mutations into what holds. */
  const append = (
    number: string,
    collection: string,
    patch: proto.ISyncdPatch,
    { version, sum }: Head,
    mutations: proto.ISyncdMutation[],
  ) => {
    const numbered = Buffer.from(proto.SyncdPatch.encode({ ...patch, version: { version } }).finish())
    db.transaction(() => {
      sql.addPatch.run(number, collection, version, numbered)
      sql.dropPatches.run(number, collection, version - kept)
      for (const mutation of mutations) {
        const index = indexOf(mutation)
        if (mutation.operation === REMOVE) sql.removeRecord.run(number, collection, index)
        else sql.setRecord.run(number, collection, index, encodeRecord(mutation.record ?? {}))
      }
      sql.setHead.run(number, collection, version, sum)
    })()
    store.touch()
  }
  const encodeRecord = (record: proto.ISyncdRecord) => Buffer.from(proto.SyncdRecord.encode(record).finish())

  /** A patch of this version as the phone signs it. */
  const signed = (number: string, collection: string, { version, sum }: Head, mutations: proto.ISyncdMutation[]) => {
    const key = keyOf(number)
    const patch: proto.ISyncdPatch = {
      version: { version },
      mutations,
      snapshotMac: snapshotMac(key, sum, version, collection),
      keyId: { id: key.id },
    }
    return { ...patch, patchMac: patchMac(key, patch, version, collection) }
  }

  /** What a phone makes of a patch: its changes, or nothing when it was forged. */
  const honest = (number: string, collection: string, patch: proto.ISyncdPatch, version: number) => {
    const mutations = patch.mutations ?? []
    try {
      const key = keyOf(number)
      if (!patchMac(key, patch, version, collection).equals(Buffer.from(patch.patchMac ?? [])))
        throw new Error('The MAC of the patch is wrong')
      for (const mutation of mutations) openChange(key, mutation)
      return mutations
    } catch (error) {
      log('patch passed over', { number, collection, version, reason: error instanceof Error ? error.message : '' })
      return []
    }
  }

  return {
    version: (number: string, collection: string): number => head(number, collection).version,
    /** The patches after a version; for who asks from before the log begins, one patch that brings all that holds. */
    after(number: string, collection: string, version: number, isAnew: boolean): Buffer[] {
      const now = head(number, collection)
      if (now.version === 0 || (version >= now.version && !isAnew)) return []
      if (version > 0 && !isAnew && version >= now.version - kept)
        return sql.patches.all(number, collection, version).map(({ value }) => value)
      const mutations = recordsOf(number, collection).map((record) => ({ operation: SET, record }))
      return [Buffer.from(proto.SyncdPatch.encode(signed(number, collection, now, mutations)).finish())]
    },
    /** A linked device's patch upon this version. False when another came before it; the device must look and try again. */
    accept(number: string, collection: string, upon: number, bytes: Uint8Array): boolean {
      const now = head(number, collection)
      if (upon !== now.version) return false
      const patch = proto.SyncdPatch.decode(bytes)
      const version = now.version + 1
      const mutations = honest(number, collection, patch, version)
      append(number, collection, patch, { version, sum: sumAfter(number, collection, now.sum, mutations) }, mutations)
      return true
    },
    /** The phone itself changes something. */
    change(number: string, collection: Collection, changes: Change[]): void {
      const now = head(number, collection)
      const mutations = changes.map((each) => sealChange(keyOf(number), each))
      const next = { version: now.version + 1, sum: sumAfter(number, collection, now.sum, mutations) }
      append(number, collection, signed(number, collection, next, mutations), next, mutations)
    },
    /** What holds on the phone. */
    holds: (number: string): Change[] =>
      collections.flatMap((collection) =>
        recordsOf(number, collection).map((record) => openChange(keyOf(number), { operation: SET, record })),
      ),
  }
}

export type AppState = ReturnType<typeof createAppState>
