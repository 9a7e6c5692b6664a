// What seals the app state of a phone: its contacts, archived and pinned chats, its name. The key belongs to the phone,
// which shares it with its linked devices; five keys grow from it, and a running sum (LTHash) over all values proves
// that nothing was lost or added between two patches.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { proto } from '../wire/wire.ts'

const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation
const sumBytes = 128
const macBytes = 32
const maxTerm = 0x1_0000

/** A phone's app-state key, and what grows from it. */
export interface AppKey {
  id: Buffer
  data: Buffer
  index: Buffer
  value: Buffer
  valueMac: Buffer
  snapshotMac: Buffer
  patchMac: Buffer
}

/** One change: `index` names what it is about, such as `['pin_v1', jid]`; without a value it is removed. */
export interface Change {
  index: string[]
  value: proto.ISyncActionValue | undefined
  version: number
}

const expand = (secret: Uint8Array, info: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, length))
const hmac = (key: Buffer, ...parts: Uint8Array[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHmac('sha256', key)).digest()
const number64 = (value: number): Buffer => {
  const written = Buffer.alloc(8)
  written.writeBigUInt64BE(BigInt(value))
  return written
}

/** The app-state key of a phone, the same for its life. */
export function appKeyOf(secret: string, number: string): AppKey {
  const grown = expand(Buffer.from(secret), `app state ${number}`, 38)
  const data = grown.subarray(6)
  const five = expand(data, 'WhatsApp Mutation Keys', 160)
  const part = (index: number) => five.subarray(index * 32, index * 32 + 32)
  return {
    id: grown.subarray(0, 6),
    data,
    index: part(0),
    value: part(1),
    valueMac: part(2),
    snapshotMac: part(3),
    patchMac: part(4),
  }
}

const valueMacOf = (key: AppKey, operation: number, keyId: Uint8Array, sealed: Uint8Array): Buffer =>
  createHmac('sha512', key.valueMac)
    .update(Buffer.from([operation === REMOVE ? 2 : 1]))
    .update(keyId)
    .update(sealed)
    .update(number64(keyId.length + 1))
    .digest()
    .subarray(0, macBytes)

/** The sum without `gone` and with `come`: 64 terms of two bytes, little end first, each added for itself. */
export function addUp(sum: Uint8Array, gone: Uint8Array[], come: Uint8Array[]): Buffer {
  const next = Buffer.from(sum.length === sumBytes ? sum : Buffer.alloc(sumBytes))
  const mix = (mac: Uint8Array, sign: 1 | -1) => {
    const terms = expand(mac, 'WhatsApp Patch Integrity', sumBytes)
    for (let at = 0; at < sumBytes; at += 2)
      next.writeUInt16LE((next.readUInt16LE(at) + sign * terms.readUInt16LE(at) + maxTerm) % maxTerm, at)
  }
  for (const mac of gone) mix(mac, -1)
  for (const mac of come) mix(mac, 1)
  return next
}

export const valueMacIn = (record: proto.ISyncdRecord): Buffer =>
  Buffer.from(record.value?.blob ?? []).subarray(-macBytes)

export const snapshotMac = (key: AppKey, sum: Buffer, version: number, collection: string): Buffer =>
  hmac(key.snapshotMac, sum, number64(version), Buffer.from(collection))

/** The MAC over a whole patch. */
export const patchMac = (key: AppKey, patch: proto.ISyncdPatch, version: number, collection: string): Buffer => {
  const macs = (patch.mutations ?? []).map((each) => valueMacIn(each.record ?? {}))
  return hmac(key.patchMac, patch.snapshotMac ?? Buffer.alloc(0), ...macs, number64(version), Buffer.from(collection))
}

/** Seals a change as the phone does. */
export function sealChange(key: AppKey, { index, value, version }: Change): proto.ISyncdMutation {
  const operation = value === undefined ? REMOVE : SET
  const named = Buffer.from(JSON.stringify(index))
  const plain = proto.SyncActionData.encode({ index: named, value: value ?? {}, padding: Buffer.alloc(0), version })
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', key.value, iv)
  const sealed = Buffer.concat([iv, cipher.update(plain.finish()), cipher.final()])
  const blob = Buffer.concat([sealed, valueMacOf(key, operation, key.id, sealed)])
  return { operation, record: { index: { blob: hmac(key.index, named) }, value: { blob }, keyId: { id: key.id } } }
}

/** Opens a change. Throws when it was sealed with another key or its MACs are wrong. */
export function openChange(key: AppKey, { operation, record }: proto.ISyncdMutation): Change {
  const blob = Buffer.from(record?.value?.blob ?? [])
  const sealed = blob.subarray(0, -macBytes)
  const keyId = record?.keyId?.id ?? Buffer.alloc(0)
  if (!key.id.equals(keyId)) throw new Error('Sealed with a key that is not the phone’s')
  if (!valueMacOf(key, operation ?? SET, keyId, sealed).equals(blob.subarray(-macBytes)))
    throw new Error('The MAC of the value is wrong')
  const cipher = createDecipheriv('aes-256-cbc', key.value, sealed.subarray(0, 16))
  const plain = Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()])
  const { index, value, version } = proto.SyncActionData.decode(plain)
  if (!hmac(key.index, index ?? Buffer.alloc(0)).equals(Buffer.from(record?.index?.blob ?? [])))
    throw new Error('The MAC of the index is wrong')
  return {
    index: JSON.parse(Buffer.from(index ?? []).toString()) as string[],
    value: operation === REMOVE ? undefined : (value ?? {}),
    version: version ?? 0,
  }
}
