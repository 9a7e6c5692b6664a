// The SQL of what Baileys must remember of a link: creds and keys by device. Values never leave these tables; they are not logged,
// exported or answered.
import type { Database } from '../../database/open.ts'

/** Bytes as they are, everything else as JSON. */
export type KeptValue = Buffer | string

export interface KeptKey {
  id: string
  value: KeptValue
}

export type KeyStore = ReturnType<typeof createStore>

export function createStore(database: Database) {
  const creds = database.prepare<{ value: string }>('SELECT value FROM auth_creds WHERE device_id = ?')
  const putCreds = database.prepare(
    'INSERT INTO auth_creds VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET value = excluded.value',
  )
  const removeCreds = database.prepare('DELETE FROM auth_creds WHERE device_id = ?')
  const devices = database.prepare<{ id: string }>('SELECT device_id AS id FROM auth_creds')
  const key = database.prepare<{ value: KeptValue }>(
    'SELECT value FROM auth_keys WHERE device_id = ? AND type = ? AND id = ?',
  )
  const ids = database.prepare<{ id: string }>('SELECT id FROM auth_keys WHERE device_id = ? AND type = ?')
  const all = database.prepare<KeptKey>('SELECT id, value FROM auth_keys WHERE device_id = ? AND type = ?')
  const from = database.prepare<KeptKey>(
    'SELECT id, value FROM auth_keys WHERE device_id = ? AND type = ? AND id >= ? AND id < ?',
  )
  const putKey = database.prepare(
    'INSERT INTO auth_keys VALUES (?, ?, ?, ?) ON CONFLICT (device_id, type, id) DO UPDATE SET value = excluded.value',
  )
  const removeKey = database.prepare('DELETE FROM auth_keys WHERE device_id = ? AND type = ? AND id = ?')
  const removeKeys = database.prepare('DELETE FROM auth_keys WHERE device_id = ?')

  return {
    creds: (deviceId: string): string | undefined => creds.get(deviceId)?.value,
    putCreds: (deviceId: string, value: string) => putCreds.run(deviceId, value),
    removeCreds: (deviceId: string) => removeCreds.run(deviceId),
    /** Whoever has creds. */
    devices: (): string[] => devices.all().map(({ id }) => id),
    key: (deviceId: string, type: string, id: string): KeptValue | undefined => key.get(deviceId, type, id)?.value,
    ids: (deviceId: string, type: string): string[] => ids.all(deviceId, type).map(({ id }) => id),
    keys: (deviceId: string, type: string): KeptKey[] => all.all(deviceId, type),
    /** Those whose ids begin with `start`, and at most some more. */
    keysFrom: (deviceId: string, type: string, start: string): KeptKey[] =>
      from.all(deviceId, type, start, `${start}~`),
    putKey: (deviceId: string, type: string, id: string, value: KeptValue) => putKey.run(deviceId, type, id, value),
    removeKey: (deviceId: string, type: string, id: string) => removeKey.run(deviceId, type, id),
    removeKeys: (deviceId: string) => removeKeys.run(deviceId),
  }
}
