// Linking with eight characters typed into the phone instead of a QR. Two rounds: the client wraps a key with the code,
// the phone answers with its own wrapped by the same code, and the client returns its identity sealed for the phone.
import { createCipheriv, createDecipheriv, hkdfSync, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { DakiyaError } from '@contract/errors.ts'
import type { People } from '../people/people.ts'
import { type Address, person } from '../wire/address.ts'
import type { Connection } from '../wire/connection.ts'
import { agree, type KeyPair, newPair } from '../wire/curve.ts'
import { bytes, child, type Node, node, result, seconds, server } from '../wire/wire.ts'
import type { Registration } from './registration.ts'

const derive = promisify(pbkdf2)
const rounds = 131_072
const answerMs = 15_000

interface Attempt {
  number: string
  ref: string
  connection: Connection
  wrapped: Buffer
  entered?: { ours: KeyPair; theirs: Buffer; resolve(address: Address): void; reject(error: Error): void }
}

const expand = (key: Buffer, salt: Buffer, info: string): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, 32))

async function unwrap(wrapped: Buffer, code: string): Promise<Buffer> {
  const key = await derive(code, wrapped.subarray(0, 32), rounds, 32, 'sha256')
  const decipher = createDecipheriv('aes-256-ctr', key, wrapped.subarray(32, 48))
  return Buffer.concat([decipher.update(wrapped.subarray(48, 80)), decipher.final()])
}

async function wrap(plain: Buffer, code: string): Promise<Buffer> {
  const [salt, iv] = [randomBytes(32), randomBytes(16)]
  const cipher = createCipheriv('aes-256-ctr', await derive(code, salt, rounds, 32, 'sha256'), iv)
  return Buffer.concat([salt, iv, cipher.update(plain), cipher.final()])
}

export interface PairingCodeParts {
  people: People
  registration: Registration
  clock(): number
  id(): string
}

export function createPairingCodes({ people, registration, clock, id }: PairingCodeParts) {
  const attempts = new Map<Connection, Attempt>()

  const hello = (connection: Connection, stanza: Node, body: Node) => {
    const number = person(body.attrs.jid)?.number
    const wrapped = bytes(child(body, 'link_code_pairing_wrapped_companion_ephemeral_pub'))
    if (!number || wrapped?.length !== 80) {
      connection.send(
        node('iq', { from: server, type: 'error', id: stanza.attrs.id }, [
          node('error', { code: 400, text: 'bad-request' }),
        ]),
      )
      return
    }
    const ref = randomBytes(16).toString('hex')
    attempts.set(connection, { number, ref, connection, wrapped })
    connection.send(
      result(stanza, [
        node('link_code_companion_reg', { stage: 'companion_hello' }, [
          node('link_code_pairing_ref', {}, Buffer.from(ref)),
        ]),
      ]),
    )
  }

  const finish = (attempt: Attempt, stanza: Node, body: Node) => {
    const { connection, entered, number } = attempt
    attempts.delete(connection)
    connection.send(result(stanza))
    const sealed = bytes(child(body, 'link_code_pairing_wrapped_key_bundle'))
    const applicant = registration.applicant(connection)
    if (!entered || !sealed || !applicant) return
    const { ours, theirs, resolve, reject } = entered
    try {
      const shared = agree(ours.private, theirs)
      const key = expand(shared, sealed.subarray(0, 32), 'link_code_pairing_key_bundle_encryption_key')
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(32, 44))
      decipher.setAuthTag(sealed.subarray(sealed.length - 16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(44, sealed.length - 16)), decipher.final()])
      const phone = people.identityOf({ number, device: 0 }).identity
      const secret = Buffer.concat([shared, agree(phone.private, plain.subarray(0, 32)), plain.subarray(64, 96)])
      registration.pair(applicant, number, expand(secret, Buffer.alloc(0), 'adv_secret')).then(resolve, reject)
    } catch {
      // A wrong code leaves both sides with different keys: nothing the client sealed can be opened. It may be typed again.
      delete attempt.entered
      attempts.set(connection, attempt)
      reject(new DakiyaError('CONFLICT', 'This code is wrong.'))
    }
  }

  return {
    /** One of the client's two queries. */
    query(connection: Connection, stanza: Node, body: Node): void {
      const attempt = attempts.get(connection)
      if (body.attrs.stage === 'companion_hello') hello(connection, stanza, body)
      else if (attempt) finish(attempt, stanza, body)
      else connection.send(result(stanza))
    },
    /** The phone enters a code. Resolves with the linked device; a wrong code ends the attempt. */
    async enter(number: string, code: string): Promise<Address> {
      const typed = code.replace(/[\s-]/g, '').toUpperCase()
      if (!/^[0-9A-Z]{8}$/.test(typed)) {
        throw new DakiyaError('VALIDATION_ERROR', 'A pairing code has eight letters and digits.', { field: 'code' })
      }
      const attempt = [...attempts.values()].findLast((each) => each.number === number && each.connection.isOpen())
      if (!attempt) throw new DakiyaError('CONFLICT', 'No device waits for a code with this number.')
      const theirs = await unwrap(attempt.wrapped, typed)
      const ours = newPair()
      const wrapped = await wrap(ours.public, typed)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new DakiyaError('CONFLICT', 'This code is wrong.')), answerMs)
        const stop =
          <Value>(then: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer)
            then(value)
          }
        attempt.entered = { ours, theirs, resolve: stop(resolve), reject: stop(reject) }
        const identity = people.identityOf({ number, device: 0 }).identity
        attempt.connection.send(
          node('notification', { from: server, type: 'link_code_companion_reg', id: id(), t: seconds(clock()) }, [
            node('link_code_companion_reg', { stage: 'primary_hello' }, [
              node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
              node('primary_identity_pub', {}, identity.public),
              node('link_code_pairing_ref', {}, Buffer.from(attempt.ref)),
            ]),
          ]),
        )
      })
    },
    forget(connection: Connection): void {
      attempts.get(connection)?.entered?.reject(new DakiyaError('CONFLICT', 'The device went away.'))
      attempts.delete(connection)
    },
  }
}

export type PairingCodes = ReturnType<typeof createPairingCodes>
