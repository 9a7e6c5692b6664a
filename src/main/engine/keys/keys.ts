// Keys: what lets a program on this PC use the REST API. Only the SHA-256 of a secret is kept: with 256 random bits
// in it a slow hash would buy nothing and cost the hot path. All keys live in memory, so a revoked one is refused at once.
import { hash, timingSafeEqual } from 'node:crypto'
import type { Scope } from '@contract/common.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { Key } from '@contract/keys.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { NounWith, Operations } from '../noun.ts'
import { createStore, type KeyRow } from './store.ts'

/** Who knocks, as the door needs to know. */
export interface Caller {
  id: string
  name: string
  scopes: readonly Scope[]
}

const PREFIX = 'dk_'
const SECRET_LENGTH = PREFIX.length + 43
/** How many characters of a secret people get to see afterwards. */
const SHOWN_LENGTH = 6
/** Last use and message counts reach the disk at most this often. */
const USE_WRITTEN_EVERY_MS = 5_000

const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')
const NOBODY = Buffer.alloc(32)

function shown({ id, name, startsWith, scopes, createdAt, lastUsedAt, messages }: KeyRow): Key {
  return { id, name, startsWith, scopes: [...scopes], createdAt, lastUsedAt, messages }
}

/** Opens the keys; `close` before the database closes, so that the last uses are kept. */
export function createKeys(deps: { database: Database; changes: Changes; clock: Clock; random: Random }) {
  const { database, clock, random } = deps
  const store = createStore(database, deps.changes)
  const byId = new Map(store.read().map((key) => [key.id, key]))
  const live = new Map<string, KeyRow>()
  for (const key of byId.values()) if (key.revokedAt === null) live.set(key.digest.toString('hex'), key)

  const used = new Set<KeyRow>()
  let callOff: (() => void) | null = null

  function markUsed(key: KeyRow): void {
    used.add(key)
    callOff ??= clock.after(USE_WRITTEN_EVERY_MS, () => {
      callOff = null
      const batch = [...used]
      used.clear()
      // A full disk loses nothing but the time of a last use; the next write brings the newer one.
      database.commit(() => batch.forEach(store.writeUse)).catch(() => batch.forEach((key) => void used.add(key)))
    })
  }

  /** Makes a key; its secret is in this answer and nowhere else. */
  function create(input: { name: string; scopes: readonly Scope[] }): { key: Key; secret: string } {
    const secret = PREFIX + Buffer.from(random.bytes(32)).toString('base64url')
    const key: KeyRow = {
      id: Buffer.from(random.bytes(9)).toString('base64url'),
      name: input.name,
      startsWith: secret.slice(0, SHOWN_LENGTH),
      digest: digestOf(secret),
      scopes: [...new Set(input.scopes)],
      createdAt: clock.now(),
      lastUsedAt: null,
      messages: 0,
      revokedAt: null,
    }
    store.insert(key)
    byId.set(key.id, key)
    live.set(key.digest.toString('hex'), key)
    return { key: shown(key), secret }
  }

  const handlers = {
    /** Keys in force, oldest first. */
    list: () => ({ keys: [...live.values()].map(shown) }),

    create,

    /** Refuses a key from the next request on. @throws NOT_FOUND when there is none in force with this id. */
    revoke({ id }: { id: string }) {
      const key = byId.get(id)
      if (key === undefined || key.revokedAt !== null) {
        throw new DakiyaError('NOT_FOUND', 'There is no key with this id.', { field: 'id' })
      }
      const at = clock.now()
      store.revoke(id, at)
      key.revokedAt = at
      live.delete(key.digest.toString('hex'))
      return { revoked: 1 }
    },
  } satisfies Operations['keys']

  return {
    handlers: { keys: handlers },

    /** Makes a key with these scopes; its secret is in this answer and nowhere else. */
    issue(name: string, scopes: Scope[]): { id: string; secret: string } {
      const { key, secret } = create({ name, scopes })
      return { id: key.id, secret }
    },

    /**
     * Whose secret this is; null when nobody's. What the map finds is found by digest, which nobody can steer
     * byte by byte; the word itself is a comparison in constant time.
     */
    check(secret: string): Caller | null {
      if (secret.length !== SECRET_LENGTH) return null
      const digest = digestOf(secret)
      const key = live.get(digest.toString('hex'))
      if (!timingSafeEqual(digest, key?.digest ?? NOBODY) || key === undefined) return null
      key.lastUsedAt = clock.now()
      markUsed(key)
      return { id: key.id, name: key.name, scopes: key.scopes }
    },

    /** Adds messages queued with a key. */
    countMessages(id: string, count: number): void {
      const key = byId.get(id)
      if (key === undefined || count === 0) return
      key.messages += count
      markUsed(key)
    },

    /** The name of a key, revoked or not; null for an id that is none. */
    nameOf: (id: string): string | null => byId.get(id)?.name ?? null,

    close(): void {
      callOff?.()
      callOff = null
      if (used.size > 0) database.now(() => used.forEach(store.writeUse))
      used.clear()
    },
  } satisfies NounWith
}
