// Whom a connection believes. Baileys asks libsignal whether a certificate's signature holds and takes any answer that is
// not a throw for yes; libsignal answers false. Here the answer counts, so a server with a false chain is refused.
// Proven by test/engine/whatsapp/traps.test.ts: remove `verify` below and it fails.
import '../silence-libsignal.ts'
import { Curve, generateSignalPubKey, WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { verifySignature } from 'libsignal/src/curve.js'
import type { PracticeAddress } from '../network.ts'

Curve.verify = (publicKey, message, signature) => {
  try {
    return verifySignature(generateSignalPubKey(publicKey), message, signature)
  } catch {
    return false // malformed key or signature
  }
}

/** Makes the practice network's key the root of trust. A process has one profile; a real one never comes here. */
export function trustPractice({ rootKey }: PracticeAddress): void {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'base64')
}
