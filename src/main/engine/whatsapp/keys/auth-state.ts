// What Baileys must remember of a link, in our own database: creds and keys side by side, one transaction per `set`,
// on disk before `set` resolves. No cache stands before it, so nothing can be ahead of the disk.
// Values never leave this file's tables; they are not logged, exported or answered.
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

type KeyType = keyof SignalDataTypeMap

export interface AuthState {
  creds: AuthenticationCreds
  keys: SignalKeyStore
  /** Writes the creds as they are now. */
  saveCreds(): void
}

export type AuthStore = ReturnType<typeof createAuthStore>

/** Bytes are kept as they are, everything else as JSON. Sessions hold no bytes, so they are spared the replacer. */
function encode(type: string, value: unknown): Buffer | string {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return type === 'session' ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer)
}

function decode(type: string, stored: Buffer | string): unknown {
  if (typeof stored !== 'string') return stored
  if (type === 'session') return JSON.parse(stored)
  const value = JSON.parse(stored, BufferJSON.reviver)
  return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
}

/** Whether creds belong to a finished link; a pairing code given up half way leaves a number without an account. */
export const isLinked = (creds: AuthenticationCreds): boolean => creds.me !== undefined && creds.account !== undefined

/** Prepares the tables' statements; `open` gives what `makeWASocket` wants for one device. */
export function createAuthStore(database: Database) {
  const readCreds = database.prepare<{ value: string }>('SELECT value FROM auth_creds WHERE device_id = ?')
  const writeCreds = database.prepare(
    'INSERT INTO auth_creds VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET value = excluded.value',
  )
  const dropCreds = database.prepare('DELETE FROM auth_creds WHERE device_id = ?')
  const readKey = database.prepare<{ value: Buffer | string }>(
    'SELECT value FROM auth_keys WHERE device_id = ? AND type = ? AND id = ?',
  )
  const tokenIds = database.prepare<{ id: string }>(
    "SELECT id FROM auth_keys WHERE device_id = ? AND type = 'tctoken' AND id != '__index'",
  )
  const writeKey = database.prepare(
    'INSERT INTO auth_keys VALUES (?, ?, ?, ?) ON CONFLICT (device_id, type, id) DO UPDATE SET value = excluded.value',
  )
  const dropKey = database.prepare('DELETE FROM auth_keys WHERE device_id = ? AND type = ? AND id = ?')
  const dropKeys = database.prepare('DELETE FROM auth_keys WHERE device_id = ?')

  function write(deviceId: string, data: SignalDataSet): void {
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) {
        if (value === null || value === undefined) dropKey.run(deviceId, type, id)
        else writeKey.run(deviceId, type, id, encode(type, value))
      }
    }
  }

  /** Whose tokens are kept, as Baileys would list them itself. */
  function tokenList(deviceId: string): Buffer {
    return Buffer.from(JSON.stringify(tokenIds.all(deviceId).map(({ id }) => id)))
  }

  let isShut = false

  function keysOf(deviceId: string): SignalKeyStore {
    return {
      get<T extends KeyType>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {}
        if (isShut) return found
        for (const id of ids) {
          if (type === 'tctoken' && id === '__index') {
            found[id] = { token: tokenList(deviceId) } as SignalDataTypeMap[T]
            continue
          }
          const row = readKey.get(deviceId, type, id)
          if (row !== undefined) found[id] = decode(type, row.value) as SignalDataTypeMap[T]
        }
        return found
      },
      // Shares its fsync with whoever else commits this turn; resolves when it is on disk.
      set: async (data) => {
        if (!isShut) await database.commit(() => write(deviceId, data))
      },
      clear: async () => {
        if (!isShut) await database.commit(() => void dropKeys.run(deviceId))
      },
    }
  }

  function forget(deviceId: string): void {
    database.now(() => {
      dropKeys.run(deviceId)
      dropCreds.run(deviceId)
    })
  }

  return {
    ...createForgetPerson(database),
    /** The link of a device, or a fresh one to be linked. A pairing that was given up half way is forgotten first. */
    open(deviceId: string): AuthState {
      const row = readCreds.get(deviceId)
      let creds =
        row === undefined ? initAuthCreds() : (JSON.parse(row.value, BufferJSON.reviver) as AuthenticationCreds)
      if (row !== undefined && creds.me !== undefined && !isLinked(creds)) {
        forget(deviceId)
        creds = initAuthCreds()
      }
      return {
        creds,
        keys: keysOf(deviceId),
        saveCreds() {
          if (isShut) return
          const value = JSON.stringify(creds, BufferJSON.replacer)
          database.now(() => writeCreds.run(deviceId, value))
        },
      }
    },
    /** Whether a finished link is on disk. */
    has(deviceId: string): boolean {
      const row = readCreds.get(deviceId)
      return row !== undefined && isLinked(JSON.parse(row.value, BufferJSON.reviver) as AuthenticationCreds)
    },
    forget,
    /** The database is about to close: what Baileys' timers still ask for or write comes to nothing. */
    shut() {
      isShut = true
    },
  }
}
