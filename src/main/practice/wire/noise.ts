// The server's side of WhatsApp's Noise XX handshake, and the frames after it. Pure: bytes in, bytes and stanzas out.
// States: intro -> hello -> finish -> open. Anything unexpected throws, and the caller ends that socket alone.
import { createCipheriv, createDecipheriv, createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { agree, type KeyPair, newPair, sign } from './curve.ts'
import { proto } from './wire.ts'

const mode = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0')
const header = Buffer.from([87, 65, 6, 3])
const largestFrame = 16 * 1024 * 1024

export interface ServerIdentity {
  /** The root that a practice profile trusts; a new one at each start of the network, never on disk. */
  root: KeyPair
  leaf: KeyPair
  chain: Buffer
}

/** Root, intermediate and leaf, properly signed: what WhatsApp's own server presents. Takes about 60 ms. */
export function createServerIdentity(now: number): ServerIdentity {
  const [root, intermediate, leaf] = [newPair(), newPair(), newPair()]
  const { Details } = proto.CertChain.NoiseCertificate
  const notBefore = Math.floor(now / 1000) - 86_400
  const notAfter = notBefore + 365 * 86_400
  const middle = Buffer.from(
    Details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public, notBefore, notAfter }).finish(),
  )
  const last = Buffer.from(
    Details.encode({ serial: 2, issuerSerial: 1, key: leaf.public, notBefore, notAfter }).finish(),
  )
  const chain = proto.CertChain.encode({
    intermediate: { details: middle, signature: sign(root.private, middle) },
    leaf: { details: last, signature: sign(intermediate.private, last) },
  }).finish()
  return { root, leaf, chain: Buffer.from(chain) }
}

function counterIv(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

function seal(key: Buffer | KeyObject, counter: number, plain: Uint8Array, aad: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, counterIv(counter)).setAAD(aad)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unseal(key: Buffer | KeyObject, counter: number, sealed: Uint8Array, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, counterIv(counter)).setAAD(aad)
  decipher.setAuthTag(sealed.subarray(sealed.length - 16))
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()])
}

function expand(key: Buffer, salt: Buffer): [Buffer, Buffer] {
  const long = Buffer.from(hkdfSync('sha256', key, salt, Buffer.alloc(0), 64))
  return [long.subarray(0, 32), long.subarray(32)]
}

function framed(body: Buffer): Buffer {
  const size = Buffer.alloc(3)
  size.writeUIntBE(body.length, 0, 3)
  return Buffer.concat([size, body])
}

/** Decrypted stanzas and, once, what the client said of itself. */
export interface Fed {
  reply?: Buffer
  hello?: { payload: Buffer; noiseKey: Buffer }
  stanzas: Buffer[]
}

export function createNoise(identity: ServerIdentity) {
  const none: Buffer = Buffer.alloc(0)
  const ours = newPair()
  let state: 'intro' | 'hello' | 'finish' | 'open' = 'intro'
  let pending: Buffer = none
  let hash: Buffer = mode
  let salt: Buffer = mode
  let key: Buffer = mode
  let counter = 0
  let incoming: { key: Buffer | KeyObject; counter: number } = { key: none, counter: 0 }
  let outgoing = incoming

  const mix = (data: Uint8Array) => {
    hash = createHash('sha256').update(hash).update(data).digest()
  }
  const mixKey = (shared: Buffer) => {
    ;[salt, key] = expand(shared, salt)
    counter = 0
  }
  const encryptAndMix = (plain: Uint8Array) => {
    const sealed = seal(key, counter++, plain, hash)
    mix(sealed)
    return sealed
  }
  const decryptAndMix = (sealed: Uint8Array) => {
    const plain = unseal(key, counter++, sealed, hash)
    mix(sealed)
    return plain
  }

  /** Cuts the intro off; false while it has not all arrived. */
  const readIntro = (): boolean => {
    let offset = 0
    if (pending[0] === 0x45) {
      if (pending.length < 7) return false
      offset = 7 + pending.readUIntBE(4, 3)
    }
    if (pending.length < offset + 4) return false
    if (!pending.subarray(offset, offset + 4).equals(header)) throw new Error('This is not WhatsApp speaking')
    pending = pending.subarray(offset + 4)
    mix(header)
    state = 'hello'
    return true
  }

  const answerHello = (frame: Buffer): Buffer => {
    const theirs = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral
    if (theirs?.length !== 32) throw new Error('No client hello')
    mix(theirs)
    mix(ours.public)
    mixKey(agree(ours.private, Buffer.from(theirs)))
    const staticKey = encryptAndMix(identity.leaf.public)
    mixKey(agree(identity.leaf.private, Buffer.from(theirs)))
    const payload = encryptAndMix(identity.chain)
    state = 'finish'
    return framed(
      Buffer.from(
        proto.HandshakeMessage.encode({ serverHello: { ephemeral: ours.public, static: staticKey, payload } }).finish(),
      ),
    )
  }

  const readFinish = (frame: Buffer): { payload: Buffer; noiseKey: Buffer } => {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish
    if (!finish?.static || !finish.payload) throw new Error('No client finish')
    const noiseKey = decryptAndMix(finish.static)
    mixKey(agree(ours.private, noiseKey))
    const payload = decryptAndMix(finish.payload)
    const [read, write] = expand(none, salt)
    // Key objects: Node reads a bare key anew at every call.
    incoming = { key: createSecretKey(read), counter: 0 }
    outgoing = { key: createSecretKey(write), counter: 0 }
    state = 'open'
    return { payload, noiseKey }
  }

  return {
    /** Takes bytes off the wire. Throws when they are not what they should be. */
    feed(received: Buffer): Fed {
      pending = pending.length === 0 ? received : Buffer.concat([pending, received])
      const fed: Fed = { stanzas: [] }
      if (state === 'intro' && !readIntro()) return fed
      while (pending.length >= 3) {
        const size = pending.readUIntBE(0, 3)
        if (size > largestFrame) throw new Error('A frame too large')
        if (pending.length < size + 3) break
        const frame = pending.subarray(3, size + 3)
        pending = pending.subarray(size + 3)
        if (state === 'hello') fed.reply = answerHello(frame)
        else if (state === 'finish') fed.hello = readFinish(frame)
        else fed.stanzas.push(unseal(incoming.key, incoming.counter++, frame, none))
      }
      return fed
    },
    /** Seals one encoded stanza into a frame. */
    frame: (stanza: Buffer): Buffer => framed(seal(outgoing.key, outgoing.counter++, stanza, none)),
  }
}
