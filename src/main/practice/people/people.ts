// Who the recipients are: every number's identity and keys, for each of its devices, computed from the network's secret,
// the number and how often it was installed anew. Only what was handed out and used up is remembered.
import { createHmac } from 'node:crypto'
import { createCachedTable } from '../cached-table.ts'
import type { Store } from '../store.ts'
import type { Address } from '../wire/address.ts'
import { deviceKey } from '../wire/address.ts'
import { type KeyPair, pairOf } from '../wire/curve.ts'

export interface Identity {
  identity: KeyPair
  signedPreKey: KeyPair & { id: number; signature: Buffer }
  registrationId: number
}

/** What somebody needs to write to a device for the first time. */
export interface Bundle {
  registrationId: number
  identity: Buffer
  signedPreKey: { id: number; value: Buffer; signature: Buffer }
  preKey: { id: number; value: Buffer } | undefined
}

interface Spent {
  next: number
  used: number[]
}

const heldIdentities = 5_000

export function createPeople(store: Store, secret: () => string) {
  const spent = createCachedTable<Spent>(store, 'people', 'number')
  const installs = createCachedTable<{ count: number }>(store, 'people', 'number')
  const identities = new Map<string, Identity>()

  const install = (number: string) => installs.get(`install ${number}`)?.count ?? 1
  const keyOf = (address: Address) => `keys ${deviceKey(address)} ${install(address.number)}`
  const derive = (address: Address, what: string): Buffer =>
    createHmac('sha256', secret())
      .update(`${keyOf(address)} ${what}`)
      .digest()

  const identityOf = (address: Address): Identity => {
    const key = keyOf(address)
    const known = identities.get(key)
    if (known) return known
    // libsignal does not check the signature of a signed prekey, and an honest one costs 20 ms of JavaScript.
    const signature = Buffer.concat([derive(address, 'signature 1'), derive(address, 'signature 2')])
    const made: Identity = {
      identity: pairOf(derive(address, 'identity')),
      signedPreKey: { ...pairOf(derive(address, 'signed')), id: 1, signature },
      registrationId: 1 + (derive(address, 'registration').readUInt16BE(0) & 0x3ffe),
    }
    identities.set(key, made)
    if (identities.size > heldIdentities) identities.delete(identities.keys().next().value ?? '')
    return made
  }

  const spentOf = (address: Address): Spent => spent.get(keyOf(address)) ?? { next: 1, used: [] }
  const preKeyPair = (address: Address, id: number): KeyPair => pairOf(derive(address, `prekey ${id}`))

  return {
    identityOf,
    /** A bundle with a one-time key that nobody else gets. */
    bundle(address: Address): Bundle {
      const { identity, signedPreKey, registrationId } = identityOf(address)
      const before = spentOf(address)
      spent.set(keyOf(address), { ...before, next: before.next + 1 })
      return {
        registrationId,
        identity: identity.public,
        signedPreKey: { id: signedPreKey.id, value: signedPreKey.public, signature: signedPreKey.signature },
        preKey: { id: before.next, value: preKeyPair(address, before.next).public },
      }
    },
    /** The private half of a one-time key of this device, unless it was never handed out or is used up. */
    preKey(address: Address, id: number): Buffer | undefined {
      const { next, used } = spentOf(address)
      return id > 0 && id < next && !used.includes(id) ? derive(address, `prekey ${id}`) : undefined
    },
    usePreKey(address: Address, id: number): void {
      const before = spentOf(address)
      spent.set(keyOf(address), { ...before, used: [...before.used, id].slice(-200) })
    },
    install,
    /** The person takes a new phone: a new identity, and every session with the old one is void. */
    reinstall(number: string): number {
      const count = install(number) + 1
      installs.set(`install ${number}`, { count })
      return count
    },
    clear() {
      spent.clear()
      installs.clear()
      identities.clear()
    },
  }
}

export type People = ReturnType<typeof createPeople>
