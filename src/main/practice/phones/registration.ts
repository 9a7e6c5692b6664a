// Linking a device to a phone: the six codes of a QR, the pairing code, and the proof both ways that follows either.
// After a proven link the client is told to start anew (515) and logs in with what it was given.
import { createHmac, randomBytes } from 'node:crypto'
import { DakiyaError } from '@contract/errors.ts'
import type { People } from '../people/people.ts'
import { type Address, lidJid, pnJid } from '../wire/address.ts'
import type { Connection } from '../wire/connection.ts'
import { sign, signalKey, verify } from '../wire/curve.ts'
import { bytes, child, first, type Node, node, proto, server, uint } from '../wire/wire.ts'
import type { Phones } from './phones.ts'

const accountPrefix = Buffer.from([6, 0])
const devicePrefix = Buffer.from([6, 1])
const answerMs = 15_000
const refs = 6

/** A client that is not linked yet. */
export interface Applicant {
  connection: Connection
  identity: Buffer
  registrationId: number
  signedPreKey: { id: number; value: Buffer; signature: Buffer }
  platform: string
  refs: string[]
}

interface Proof {
  id: string
  address: Address
  details: Buffer
  keyIndex: number
  settle(error?: Error): void
}

export interface RegistrationParts {
  people: People
  phones: Phones
  clock(): number
  id(): string
  /** A device was linked. */
  onLinked(address: Address): void
}

export function createRegistration({ people, phones, clock, id, onLinked }: RegistrationParts) {
  const applicants = new Map<Connection, Applicant>()
  const proofs = new Map<Connection, Proof>()

  const pairSuccess = (
    applicant: Applicant,
    address: Address,
    advSecret: Buffer,
    proof: Omit<Proof, 'settle'>,
  ): Node => {
    const phone = people.identityOf({ number: address.number, device: 0 }).identity
    const accountSignature = sign(phone.private, Buffer.concat([accountPrefix, proof.details, applicant.identity]))
    const signed = Buffer.from(
      proto.ADVSignedDeviceIdentity.encode({
        details: proof.details,
        accountSignatureKey: phone.public,
        accountSignature,
      }).finish(),
    )
    const hmac = createHmac('sha256', advSecret).update(signed).digest()
    const sealed = Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish())
    return node('iq', { from: server, type: 'set', id: proof.id }, [
      node('pair-success', { t: Math.floor(clock() / 1000) }, [
        node('device-identity', {}, sealed),
        node('device', { jid: pnJid(address.number, address.device), lid: lidJid(address.number, address.device) }),
        node('platform', { name: 'android' }),
      ]),
    ])
  }

  const checkSignature = (applicant: Applicant, proof: Proof, answer: Node): boolean => {
    const sealed = bytes(child(first(answer), 'device-identity'))
    if (!sealed) return false
    const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(sealed)
    const phone = people.identityOf({ number: proof.address.number, device: 0 }).identity
    const message = Buffer.concat([devicePrefix, proof.details, applicant.identity, phone.public])
    return !!deviceSignature && verify(signalKey(applicant.identity), message, deviceSignature)
  }

  /** Gives the applicant its place beside the phone and waits for its proof. */
  const pair = (applicant: Applicant, number: string, advSecret: Buffer): Promise<Address> => {
    if (proofs.has(applicant.connection)) throw new DakiyaError('CONFLICT', 'This device is being linked already.')
    const address = { number, device: phones.nextDevice(number) }
    const keyIndex = address.device
    const details = Buffer.from(
      proto.ADVDeviceIdentity.encode({
        rawId: randomBytes(4).readUInt32BE(0),
        timestamp: Math.floor(clock() / 1000),
        keyIndex,
      }).finish(),
    )
    const unsettled = { id: id(), address, details, keyIndex }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(new DakiyaError('CONFLICT', 'The device did not answer.')), answerMs)
      const settle = (error?: Error) => {
        clearTimeout(timer)
        proofs.delete(applicant.connection)
        if (error) reject(error)
        else resolve(address)
      }
      proofs.set(applicant.connection, { ...unsettled, settle })
      applicant.connection.send(pairSuccess(applicant, address, advSecret, unsettled))
    })
  }

  const finish = (applicant: Applicant, proof: Proof, answer: Node) => {
    const { connection } = applicant
    if (!checkSignature(applicant, proof, answer)) {
      proof.settle(new DakiyaError('CONFLICT', 'The device could not prove that it holds its key.'))
      connection.close()
      return
    }
    const { identity, registrationId, signedPreKey, platform } = applicant
    phones.link(
      {
        ...proof.address,
        noiseKey: connection.noiseKey,
        identity,
        registrationId,
        signedPreKey,
        keyIndex: proof.keyIndex,
        platform,
      },
      clock(),
    )
    proof.settle()
    onLinked(proof.address)
    connection.send(node('stream:error', { code: 515 }))
    connection.close()
  }

  return {
    pair,
    /** A client without a link has introduced itself: show it codes. */
    welcome(connection: Connection, hello: proto.IClientPayload): void {
      const data = hello.devicePairingData
      const raw = (value: Uint8Array | null | undefined) => Buffer.from(value ?? [])
      const number = (value: Uint8Array | null | undefined) => uint(node('n', {}, raw(value))) ?? 0
      const applicant: Applicant = {
        connection,
        identity: raw(data?.eIdent),
        registrationId: number(data?.eRegid),
        signedPreKey: { id: number(data?.eSkeyId), value: raw(data?.eSkeyVal), signature: raw(data?.eSkeySig) },
        platform: data?.deviceProps ? (proto.DeviceProps.decode(data.deviceProps).os ?? '') : '',
        refs: Array.from({ length: refs }, () => `2@${randomBytes(48).toString('base64')}`),
      }
      applicants.set(connection, applicant)
      connection.send(
        node('iq', { from: server, type: 'set', id: id(), xmlns: 'md' }, [
          node(
            'pair-device',
            {},
            applicant.refs.map((ref) => node('ref', {}, Buffer.from(ref))),
          ),
        ]),
      )
    },
    applicant: (connection: Connection): Applicant | undefined => applicants.get(connection),
    /** The phone scans the text of a QR. Resolves with the linked device when both sides have proved themselves. */
    scan(number: string, qr: string): Promise<Address> {
      const [ref = '', noiseKey = '', identity = '', advSecret = ''] = qr.slice(qr.indexOf('#') + 1).split(',')
      if (!advSecret) throw new DakiyaError('VALIDATION_ERROR', 'This is not the QR code of a device.', { field: 'qr' })
      const applicant = [...applicants.values()].find((each) => each.refs.includes(ref))
      if (!applicant) throw new DakiyaError('CONFLICT', 'This QR code is no longer valid. Scan the newest one.')
      const isHonest =
        Buffer.from(noiseKey, 'base64').equals(applicant.connection.noiseKey) &&
        Buffer.from(identity, 'base64').equals(applicant.identity)
      if (!isHonest) throw new DakiyaError('CONFLICT', 'This QR code does not belong to the device that shows it.')
      return pair(applicant, number, Buffer.from(advSecret, 'base64'))
    },
    /** An answer to one of our own queries, if it is one. */
    answer(connection: Connection, stanza: Node): boolean {
      const proof = proofs.get(connection)
      const applicant = applicants.get(connection)
      if (!proof || !applicant || stanza.attrs.id !== proof.id) return false
      finish(applicant, proof, stanza)
      return true
    },
    forget(connection: Connection): void {
      applicants.delete(connection)
      proofs.get(connection)?.settle(new DakiyaError('CONFLICT', 'The device went away.'))
    },
  }
}

export type Registration = ReturnType<typeof createRegistration>
