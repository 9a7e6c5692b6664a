// Who is meant: phone numbers, their LIDs (WhatsApp's number-free ids) and the jids that carry either.
// A LID is computed from the number and back, so that no table is needed; it is one digit longer than any number,
// because Baileys compares jids by their user part alone.

const size = 1_000_000_000_000_000n
const factor = 387_420_489_000_331n
const shift = 271_828_182_845_904n

/** The inverse of `factor` modulo `size`, by the extended Euclid. */
const inverse = (() => {
  let [oldR, r] = [factor, size]
  let [oldS, s] = [1n, 0n]
  while (r !== 0n) {
    const quotient = oldR / r
    ;[oldR, r] = [r, oldR - quotient * r]
    ;[oldS, s] = [s, oldS - quotient * s]
  }
  return ((oldS % size) + size) % size
})()

export function lidOf(number: string): string {
  return `1${String((BigInt(number) * factor + shift) % size).padStart(15, '0')}`
}

export function numberOfLid(lid: string): string | undefined {
  if (!/^1\d{15}$/.test(lid)) return undefined
  return String(((((BigInt(lid.slice(1)) - shift) * inverse) % size) + size) % size)
}

/** One device of one person: device 0 is the phone itself, others are linked to it. */
export interface Address {
  number: string
  device: number
}

export type Target =
  | { kind: 'person'; number: string; device: number; isLid: boolean; hasDevice: boolean }
  | { kind: 'group'; id: string }
  | { kind: 'status' }
  | { kind: 'channel' }
  | { kind: 'unknown' }

export function target(jid: string | undefined): Target {
  const match = /^([^@:]*)(?::(\d+))?@(.+)$/.exec(jid ?? '')
  if (!match) return { kind: 'unknown' }
  const [, user = '', device, host] = match
  if (host === 'g.us') return { kind: 'group', id: `${user}@g.us` }
  if (host === 'broadcast') return { kind: 'status' }
  if (host === 'newsletter') return { kind: 'channel' }
  const isLid = host === 'lid'
  if (!isLid && host !== 's.whatsapp.net' && host !== 'c.us') return { kind: 'unknown' }
  const number = isLid ? numberOfLid(user) : user
  if (number === undefined || !/^\d{1,15}$/.test(number)) return { kind: 'unknown' }
  return { kind: 'person', number, device: Number(device ?? 0), isLid, hasDevice: device !== undefined }
}

export function person(jid: string | undefined): (Address & { isLid: boolean; hasDevice: boolean }) | undefined {
  const meant = target(jid)
  return meant.kind === 'person' ? meant : undefined
}

const withDevice = (user: string, device: number, host: string) => `${user}${device ? `:${device}` : ''}@${host}`
export const pnJid = (number: string, device = 0): string => withDevice(number, device, 's.whatsapp.net')
export const lidJid = (number: string, device = 0): string => withDevice(lidOf(number), device, 'lid')
export const jidOf = (address: Address, isLid: boolean): string =>
  isLid ? lidJid(address.number, address.device) : pnJid(address.number, address.device)

export const deviceKey = (address: Address): string => `${address.number}:${address.device}`

/** Digits of a number written with or without `+`, spaces, dashes and brackets; undefined when it cannot be one. */
export function digits(written: string): string | undefined {
  const bare = written.replace(/[\s().-]/g, '').replace(/^(\+|00)/, '')
  return /^[1-9]\d{4,14}$/.test(bare) ? bare : undefined
}
