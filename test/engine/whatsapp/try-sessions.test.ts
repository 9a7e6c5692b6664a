// Several sessions with one person: a letter of the older one leaves the newer one as it is. Bare Baileys spoils it.
import '@main/engine/whatsapp/silence-libsignal.ts'
import { createAuthStore } from '@main/engine/whatsapp/keys/auth-state.ts'
import { writeThrough } from '@main/engine/whatsapp/keys/signal-store.ts'
import { silentLog } from '@main/engine/whatsapp/silent-log.ts'
import {
  addTransactionCapability,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  type KeyPair,
  type SocketConfig,
} from '@whiskeysockets/baileys'
import libsignal from 'libsignal'
import { expect, test } from 'vitest'
import { scratchDatabase } from '../../support/scratch.ts'

const FRIEND = '4915100000001@s.whatsapp.net'
type MakeRepository = SocketConfig['makeSignalRepository']

const signalKey = (key: Uint8Array) => Buffer.from(generateSignalPubKey(key))

/** Ours, with the keys in a real database, and a friend with plain libsignal. */
async function pair(make: (keys: Parameters<typeof writeThrough>[0]) => MakeRepository) {
  const database = scratchDatabase()
  database
    .prepare(`INSERT INTO devices (id, name, state, state_since, created_at) VALUES ('a', 'a', 'linked', 0, 0)`)
    .run()
  const auth = createAuthStore(database).open('a')
  const { creds } = auth
  const preKeys = [Curve.generateKeyPair(), Curve.generateKeyPair()]
  await auth.keys.set({ 'pre-key': Object.fromEntries(preKeys.map((key, index) => [index + 1, key])) })
  const keys = addTransactionCapability(auth.keys, silentLog, { maxCommitRetries: 1, delayBetweenTriesMs: 1 })
  const ours = make(auth.keys)({ creds, keys }, silentLog)

  const own = (key: KeyPair) => ({
    pubKey: signalKey(key.public),
    privKey: Buffer.from(key.private),
  })
  const identity = own(Curve.generateKeyPair())
  let record: InstanceType<typeof libsignal.SessionRecord> | undefined
  const storage = {
    loadSession: async () => record && libsignal.SessionRecord.deserialize(record.serialize()),
    storeSession: async (_: string, written: InstanceType<typeof libsignal.SessionRecord>) => {
      record = written
    },
    isTrustedIdentity: () => true,
    getOurRegistrationId: () => 1,
    getOurIdentity: () => identity,
    loadPreKey: async () => undefined,
    removePreKey: async () => undefined,
    loadSignedPreKey: () => identity,
  }
  const address = new libsignal.ProtocolAddress('us', 0)
  const cipher = () => new libsignal.SessionCipher(storage as never, address)
  const { signedPreKey, signedIdentityKey, registrationId } = creds
  return {
    /** The friend begins a session with us, with the one-time key of this number. */
    begin: (keyId: number) =>
      new libsignal.SessionBuilder(storage as never, address).initOutgoing({
        registrationId,
        identityKey: signalKey(signedIdentityKey.public),
        signedPreKey: {
          keyId: signedPreKey.keyId,
          publicKey: signalKey(signedPreKey.keyPair.public),
          signature: Buffer.from(signedPreKey.signature),
        },
        preKey: { keyId, publicKey: signalKey(preKeys[keyId - 1]?.public ?? new Uint8Array()) },
      }),
    /** The friend seals a letter to us. */
    async seal(text: string) {
      const { type, body } = await cipher().encrypt(Buffer.from(text))
      return { jid: FRIEND, type: type === 3 ? 'pkmsg' : 'msg', ciphertext: Buffer.from(body, 'binary') } as const
    },
    read: async (letter: Parameters<typeof ours.decryptMessage>[0]) =>
      Buffer.from(await ours.decryptMessage(letter)).toString(),
    /** We write to the friend, who reads it. */
    async write(text: string): Promise<string> {
      const { type, ciphertext } = await ours.encryptMessage({ jid: FRIEND, data: Buffer.from(text) })
      if (type === 'pkmsg') return (await cipher().decryptPreKeyWhisperMessage(Buffer.from(ciphertext))).toString()
      return (await cipher().decryptWhisperMessage(Buffer.from(ciphertext))).toString()
    },
  }
}

/** A letter of the first session comes when a second one has begun; then we write. */
async function lateLetter(friend: Awaited<ReturnType<typeof pair>>): Promise<string> {
  await friend.begin(1)
  expect(await friend.read(await friend.seal('one'))).toBe('one')
  expect(await friend.write('hello')).toBe('hello')
  const late = await friend.seal('late')
  expect(late.type).toBe('msg')
  await friend.begin(2)
  expect(await friend.read(await friend.seal('two'))).toBe('two')
  expect(await friend.read(late)).toBe('late')
  return friend.write('after')
}

test('a late letter of an older session spoils the newer one in bare Baileys; in ours it does not', async () => {
  const bare = await pair(() => DEFAULT_CONNECTION_CONFIG.makeSignalRepository)
  await expect(lateLetter(bare)).rejects.toThrow('No matching sessions found')
  const friend = await pair(writeThrough)
  expect(await lateLetter(friend)).toBe('after')
  // Both go on, and what was read before is read no second time.
  const three = await friend.seal('three')
  expect(await friend.read(three)).toBe('three')
  await expect(friend.read(three)).rejects.toThrow('No matching sessions found')
  expect(await friend.write('in the end')).toBe('in the end')
})
