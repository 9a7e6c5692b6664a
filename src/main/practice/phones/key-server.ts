// The key server: one-time keys that linked devices put there, and bundles for whoever writes to a device first.
import { createHash } from 'node:crypto'
import type { Bundle, People } from '../people/people.ts'
import { type Address, jidOf, person } from '../wire/address.ts'
import { bigEndian, bytes, child, children, type Node, node, result, seconds, server, uint } from '../wire/wire.ts'
import type { Linked, Phones } from './phones.ts'

const lowAt = 5

export interface KeysParts {
  people: People
  phones: Phones
  exists(number: string): boolean
  devicesOf(number: string): number
  /** Tells a linked device something, when it is there. */
  notify(to: Address, stanza: Node): void
  clock(): number
  id(): string
}

const keyOf = (of: Node | undefined) => ({
  id: uint(child(of, 'id')) ?? 0,
  value: bytes(child(of, 'value')) ?? Buffer.alloc(0),
})

export function createKeys({ people, phones, exists, devicesOf, notify, clock, id }: KeysParts) {
  const tellLow = (device: Linked) => {
    const count = phones.countPreKeys(device)
    if (count >= lowAt) return
    notify(
      device,
      node('notification', { from: server, type: 'encrypt', id: id(), t: seconds(clock()) }, [
        node('count', { value: count }),
      ]),
    )
  }

  /** A bundle for any device there is. */
  const bundle = (address: Address): Bundle | undefined => {
    const linked = phones.find(address)
    if (linked) {
      const taken = phones.bundle(linked)
      tellLow(linked)
      return taken
    }
    if (!exists(address.number)) return undefined
    const isPhone = phones.name(address.number) !== undefined
    if (address.device >= (isPhone ? 1 : devicesOf(address.number))) return undefined
    return people.bundle(address)
  }

  const user = (asked: Node): Node[] => {
    const address = person(asked.attrs.jid)
    const found = address && bundle(address)
    if (!found) return []
    const { registrationId, identity, signedPreKey, preKey } = found
    const content = [
      node('registration', {}, bigEndian(registrationId, 4)),
      node('type', {}, Buffer.from([5])),
      node('identity', {}, identity),
      node('skey', {}, [
        node('id', {}, bigEndian(signedPreKey.id, 3)),
        node('value', {}, signedPreKey.value),
        node('signature', {}, signedPreKey.signature),
      ]),
    ]
    if (preKey)
      content.push(node('key', {}, [node('id', {}, bigEndian(preKey.id, 3)), node('value', {}, preKey.value)]))
    return [node('user', { jid: jidOf(address, address.isLid), t: seconds(clock()) }, content)]
  }

  return {
    bundle,
    /** A query of the name space `encrypt` from a linked device; undefined when it is none we know. */
    answer(stanza: Node, device: Linked): Node | undefined {
      const asks = (tag: string) => child(stanza, tag)
      if (asks('count')) return result(stanza, [node('count', { value: phones.countPreKeys(device) })])
      if (asks('key')) return result(stanza, [node('list', {}, children(asks('key'), 'user').flatMap(user))])
      if (asks('digest')) {
        const hash = createHash('sha1').update(device.identity).update(device.signedPreKey.value).digest()
        return result(stanza, [
          node('digest', {}, [
            node('registration', {}, bigEndian(device.registrationId, 4)),
            node('type', {}, Buffer.from([5])),
            node('identity', {}, device.identity),
            node('skey', {}, [node('id', {}, bigEndian(device.signedPreKey.id, 3))]),
            node('hash', {}, hash),
          ]),
        ])
      }
      const signed = child(asks('rotate') ?? stanza, 'skey')
      if (signed)
        phones.setSignedPreKey(device, {
          ...keyOf(signed),
          signature: bytes(child(signed, 'signature')) ?? Buffer.alloc(0),
        })
      if (asks('list')) phones.putPreKeys(device, children(asks('list'), 'key').map(keyOf))
      return signed || asks('list') ? result(stanza) : undefined
    },
  }
}

export type Keys = ReturnType<typeof createKeys>
