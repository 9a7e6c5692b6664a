// The phones that can be linked, their linked devices, and the keys these devices put on the server.

import type { Bundle } from '../people/people.ts'
import type { Store } from '../store.ts'
import type { Address } from '../wire/address.ts'

export interface Phone {
  number: string
  name: string
  devices: number[]
}

/** A device linked to a phone: how it logs in, and what others need to write to it. */
export interface Linked extends Address {
  noiseKey: Buffer
  identity: Buffer
  registrationId: number
  signedPreKey: { id: number; value: Buffer; signature: Buffer }
  keyIndex: number
  platform: string
  hasHistory: boolean
}

const atStart = [
  { number: '15550100001', name: 'Corner Shop' },
  { number: '15550100002', name: 'Second Line' },
  { number: '15550100003', name: 'Support Desk' },
]

interface Row {
  number: string
  device: number
  noise_key: Buffer
  identity: Buffer
  registration_id: number
  skey_id: number
  skey: Buffer
  skey_signature: Buffer
  key_index: number
  platform: string
  has_history: number
}

const linkedOf = (row: Row): Linked => ({
  number: row.number,
  device: row.device,
  noiseKey: row.noise_key,
  identity: row.identity,
  registrationId: row.registration_id,
  signedPreKey: { id: row.skey_id, value: row.skey, signature: row.skey_signature },
  keyIndex: row.key_index,
  platform: row.platform,
  hasHistory: row.has_history === 1,
})

export function createPhones(store: Store) {
  const { db } = store
  const sql = {
    phones: db.prepare<[], { number: string; name: string }>('SELECT number, name FROM phones ORDER BY number'),
    phone: db.prepare<[string], { number: string; name: string; next_device: number }>(
      'SELECT * FROM phones WHERE number = ?',
    ),
    addPhone: db.prepare<[string, string]>('INSERT OR IGNORE INTO phones (number, name) VALUES (?, ?)'),
    rename: db.prepare<[string, string]>('UPDATE phones SET name = ? WHERE number = ?'),
    setNext: db.prepare<[number, string]>('UPDATE phones SET next_device = ? WHERE number = ?'),
    devices: db.prepare<[], Row>('SELECT * FROM devices ORDER BY number, device'),
    addDevice: db.prepare(
      `INSERT INTO devices (number, device, noise_key, identity, registration_id, skey_id, skey, skey_signature, key_index,
       platform, linked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    removeDevice: db.prepare<[string, number]>('DELETE FROM devices WHERE number = ? AND device = ?'),
    setHistory: db.prepare<[string, number]>('UPDATE devices SET has_history = 1 WHERE number = ? AND device = ?'),
    setSigned: db.prepare<[number, Buffer, Buffer, string, number]>(
      'UPDATE devices SET skey_id = ?, skey = ?, skey_signature = ? WHERE number = ? AND device = ?',
    ),
    addKey: db.prepare<[string, number, number, Buffer]>('INSERT OR REPLACE INTO prekeys VALUES (?, ?, ?, ?)'),
    countKeys: db.prepare<[string, number], { n: number }>(
      'SELECT count(*) AS n FROM prekeys WHERE number = ? AND device = ?',
    ),
    takeKey: db.prepare<[string, number], { key_id: number; value: Buffer }>(
      `DELETE FROM prekeys WHERE (number, device, key_id) IN
       (SELECT number, device, key_id FROM prekeys WHERE number = ? AND device = ? LIMIT 1) RETURNING key_id, value`,
    ),
    removeKeys: db.prepare<[string, number]>('DELETE FROM prekeys WHERE number = ? AND device = ?'),
  }

  const linked = new Map<string, Map<number, Linked>>()
  const names = new Map<string, string>()
  const remember = (device: Linked) => {
    const ofNumber = linked.get(device.number) ?? new Map<number, Linked>()
    linked.set(device.number, ofNumber.set(device.device, device))
  }
  const load = () => {
    linked.clear()
    for (const phone of atStart) sql.addPhone.run(phone.number, phone.name)
    names.clear()
    for (const phone of sql.phones.all()) names.set(phone.number, phone.name)
    for (const row of sql.devices.all()) remember(linkedOf(row))
  }
  load()

  const find = (address: Address): Linked | undefined => linked.get(address.number)?.get(address.device)
  const devicesOf = (number: string): Linked[] => [...(linked.get(number)?.values() ?? [])]

  /** Device numbers rise as with WhatsApp; 99 means a hosted device and must not be given out. */
  const nextDevice = (number: string): number => {
    const wanted = sql.phone.get(number)?.next_device ?? 1
    const free = (device: number) => device !== 99 && !find({ number, device })
    const device = Array.from({ length: 250 }, (_, i) => ((wanted - 1 + i) % 250) + 1).find(free)
    if (device === undefined) throw new Error('This phone has no room for another device')
    sql.setNext.run(device + 1, number)
    return device
  }

  return {
    load,
    list: (): Phone[] =>
      sql.phones.all().map((phone) => ({ ...phone, devices: devicesOf(phone.number).map((each) => each.device) })),
    name: (number: string): string | undefined => names.get(number),
    add(number: string, name: string): void {
      sql.addPhone.run(number, name)
      if (!names.has(number)) names.set(number, name)
    },
    rename(number: string, name: string): void {
      sql.rename.run(name, number)
      names.set(number, name)
      store.touch()
    },
    find,
    devicesOf,
    nextDevice,
    link(device: Omit<Linked, 'hasHistory'>, now: number): void {
      const { signedPreKey: key } = device
      store.flush()
      sql.removeKeys.run(device.number, device.device)
      sql.addDevice.run(
        device.number,
        device.device,
        device.noiseKey,
        device.identity,
        device.registrationId,
        key.id,
        key.value,
        key.signature,
        device.keyIndex,
        device.platform,
        now,
      )
      remember({ ...device, hasHistory: false })
    },
    unlink(address: Address): void {
      store.flush()
      sql.removeDevice.run(address.number, address.device)
      sql.removeKeys.run(address.number, address.device)
      linked.get(address.number)?.delete(address.device)
    },
    gaveHistory(device: Linked): void {
      device.hasHistory = true
      sql.setHistory.run(device.number, device.device)
    },
    setSignedPreKey(device: Linked, key: Linked['signedPreKey']): void {
      device.signedPreKey = key
      sql.setSigned.run(key.id, key.value, key.signature, device.number, device.device)
    },
    putPreKeys(device: Linked, keys: { id: number; value: Buffer }[]): void {
      db.transaction(() => {
        for (const key of keys) sql.addKey.run(device.number, device.device, key.id, key.value)
      })()
    },
    countPreKeys: (device: Address): number => sql.countKeys.get(device.number, device.device)?.n ?? 0,
    /** A bundle of a linked device; takes one of its one-time keys off the server. */
    bundle(device: Linked): Bundle {
      const key = sql.takeKey.get(device.number, device.device)
      return {
        registrationId: device.registrationId,
        identity: device.identity,
        signedPreKey: device.signedPreKey,
        preKey: key && { id: key.key_id, value: key.value },
      }
    },
  }
}

export type Phones = ReturnType<typeof createPhones>
