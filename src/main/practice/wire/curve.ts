// X25519 and XEdDSA in the few forms that the network needs. Public keys are 32 bytes here; libsignal wants a
// leading 5, which `signalKey` puts there. Keys come in as JWK.
import '../people/silence-libsignal.ts'
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject, randomBytes } from 'node:crypto'
import * as libsignalCurve from 'libsignal/src/curve.js'

export interface KeyPair {
  public: Buffer
  private: Buffer
}

const noX = Buffer.alloc(32).toString('base64url')

export const privateKey = (raw: Buffer): KeyObject =>
  // The x of a JWK is not read when d is there.
  createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', d: raw.toString('base64url'), x: noX }, format: 'jwk' })

const publicKey = (raw: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' })

export function pairOf(raw: Buffer): KeyPair {
  const exported = createPublicKey(privateKey(raw)).export({ format: 'jwk' })
  return { private: raw, public: Buffer.from(String(exported.x), 'base64url') }
}

export const newPair = (): KeyPair => pairOf(randomBytes(32))

export const agree = (ours: Buffer, theirs: Buffer): Buffer =>
  diffieHellman({ privateKey: privateKey(ours), publicKey: publicKey(theirs) })

export const signalKey = (raw: Uint8Array): Buffer =>
  raw.length === 33 ? Buffer.from(raw) : Buffer.concat([Buffer.from([5]), raw])

/** About 20 ms: it is JavaScript all the way down. */
export const sign = (ours: Buffer, message: Uint8Array): Buffer =>
  Buffer.from(libsignalCurve.calculateSignature(ours, message))

export const verify = (theirs: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return libsignalCurve.verifySignature(signalKey(theirs), message, signature)
  } catch {
    return false
  }
}
