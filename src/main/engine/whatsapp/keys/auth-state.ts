// What Baileys must remember of a link, in our own database: creds and keys side by side, one transaction per `set`,
// on disk before `set` resolves. No cache stands before it, so nothing can be ahead of the disk.
import '../silence-libsignal.ts'
import {
  type AuthenticationCreds,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys'
import type { Database } from '../../database/open.ts'
import { createForgetPerson } from './forget-person.ts'
import { createStore, type KeptValue } from './store.ts'

type KeyType = keyof SignalDataTypeMap

/** The list of all tokens, as Baileys names it; it is made from the tokens themselves. */
const TOKEN_LIST = '__index'

export interface AuthState {
  creds: AuthenticationCreds
  keys: SignalKeyStore
  /** Writes the creds as they are now. */
  saveCreds(): void
}

export type AuthStore = ReturnType<typeof createAuthStore>

/** Bytes are kept as they are, everything else as JSON. Sessions hold no bytes, so they are spared the replacer. */
function encode(type: string, value: unknown): KeptValue {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return type === 'session' ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer)
}

function decode(type: string, stored: KeptValue): unknown {
  if (typeof stored !== 'string') return stored
  if (type === 'session') return JSON.parse(stored)
  const value = JSON.parse(stored, BufferJSON.reviver)
  return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
}

/** Whether creds belong to a finished link; a pairing code given up half way leaves a number without an account. */
export const isLinked = (creds: AuthenticationCreds): boolean => creds.me !== undefined && creds.account !== undefined

/** `open` gives what `makeWASocket` wants for one device. */
export function createAuthStore(database: Database) {
  const store = createStore(database)

  function write(deviceId: string, data: SignalDataSet): void {
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) {
        if (value === null || value === undefined) store.removeKey(deviceId, type, id)
        else store.putKey(deviceId, type, id, encode(type, value))
      }
    }
  }

  /** Whose tokens are kept, as Baileys would list them itself. */
  function tokenList(deviceId: string): Buffer {
    return Buffer.from(JSON.stringify(store.ids(deviceId, 'tctoken').filter((id) => id !== TOKEN_LIST)))
  }

  let isShut = false

  function keysOf(deviceId: string): SignalKeyStore {
    return {
      get<T extends KeyType>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {}
        if (isShut) return found
        for (const id of ids) {
          if (type === 'tctoken' && id === TOKEN_LIST) {
            found[id] = { token: tokenList(deviceId) } as SignalDataTypeMap[T]
            continue
          }
          const value = store.key(deviceId, type, id)
          if (value !== undefined) found[id] = decode(type, value) as SignalDataTypeMap[T]
        }
        return found
      },
      // Shares its fsync with whoever else commits this turn; resolves when it is on disk.
      set: async (data) => {
        if (!isShut) await database.commit(() => write(deviceId, data))
      },
      clear: async () => {
        if (!isShut) await database.commit(() => void store.removeKeys(deviceId))
      },
    }
  }

  function forget(deviceId: string): void {
    database.now(() => {
      store.removeKeys(deviceId)
      store.removeCreds(deviceId)
    })
  }

  return {
    ...createForgetPerson({ database, store }),
    /** The link of a device, or a fresh one to be linked. A pairing that was given up half way is forgotten first. */
    open(deviceId: string): AuthState {
      const kept = store.creds(deviceId)
      let creds = kept === undefined ? initAuthCreds() : (JSON.parse(kept, BufferJSON.reviver) as AuthenticationCreds)
      if (kept !== undefined && creds.me !== undefined && !isLinked(creds)) {
        forget(deviceId)
        creds = initAuthCreds()
      }
      return {
        creds,
        keys: keysOf(deviceId),
        saveCreds() {
          if (isShut) return
          const value = JSON.stringify(creds, BufferJSON.replacer)
          database.now(() => store.putCreds(deviceId, value))
        },
      }
    },
    /** Whether a finished link is on disk. */
    has(deviceId: string): boolean {
      const kept = store.creds(deviceId)
      return kept !== undefined && isLinked(JSON.parse(kept, BufferJSON.reviver) as AuthenticationCreds)
    },
    forget,
    /** The database is about to close: what Baileys' timers still ask for or write comes to nothing. */
    shut() {
      isShut = true
    },
  }
}
