// The recipients' half of Signal, with libsignal itself: sessions of simulated people with the devices that write to
// them, and the sender keys of groups. Sessions are held as libsignal's own plain records.
import './silence-libsignal.ts'
import {
  GroupCipher,
  GroupSessionBuilder,
  SenderKeyDistributionMessage,
  SenderKeyName,
  SenderKeyRecord,
} from '@whiskeysockets/baileys/lib/Signal/Group/index.js'
import libsignal from 'libsignal'
import { createCachedTable } from '../cached-table.ts'
import type { Store } from '../store.ts'
import { type Address, deviceKey } from '../wire/address.ts'
import { signalKey } from '../wire/curve.ts'
import type { Bundle, People } from './people.ts'

export type CipherType = 'pkmsg' | 'msg'

export interface Sealed {
  type: CipherType
  body: Buffer
}

/** What libsignal keeps of all sessions between two. */
interface Sessions {
  _sessions: { [baseKey: string]: { indexInfo: { used?: number } } | undefined }
}

export function createSignal(store: Store, people: People) {
  const sessions = createCachedTable<object>(store, 'sessions', 'name')
  const senderKeys = createCachedTable<string>(store, 'sender_keys', 'name')

  const nameOf = (owner: Address, peer: Address) =>
    `${deviceKey(owner)} ${people.install(owner.number)} ${deviceKey(peer)}`
  // libsignal queues its work by this name in the whole process, so it must tell the owners apart.
  const addressOf = (owner: Address, peer: Address) => new libsignal.ProtocolAddress(nameOf(owner, peer), peer.device)

  /** `only` = the one session that is seen; others stay as they are. */
  const storageOf = (owner: Address, peer: Address, only?: string) => {
    const name = nameOf(owner, peer)
    const mine = people.identityOf(owner)
    const pair = ({ public: pub, private: priv }: { public: Buffer; private: Buffer }) => ({
      pubKey: signalKey(pub),
      privKey: priv,
    })
    return {
      loadSession: async () => {
        const whole = sessions.get(name) as Sessions | undefined
        const record = whole && only ? { ...whole, _sessions: { [only]: whole._sessions[only] } } : whole
        // libsignal's types say bytes; the records are plain objects.
        return record === undefined ? undefined : libsignal.SessionRecord.deserialize(record as unknown as Uint8Array)
      },
      storeSession: async (_: string, record: InstanceType<typeof libsignal.SessionRecord>) => {
        const written = record.serialize() as unknown as Sessions
        const others = only ? (sessions.get(name) as Sessions | undefined)?._sessions : {}
        sessions.set(name, { ...written, _sessions: { ...others, ...written._sessions } })
      },
      isTrustedIdentity: () => true,
      loadPreKey: async (id: number | string) => {
        const key = people.preKey(owner, Number(id))
        // libsignal reads no public half here, and computing it costs a tenth of a message.
        return key && { privKey: key, pubKey: Buffer.alloc(33) }
      },
      removePreKey: (id: number) => people.usePreKey(owner, id),
      loadSignedPreKey: () => pair(mine.signedPreKey),
      getOurRegistrationId: () => mine.registrationId,
      getOurIdentity: () => pair(mine.identity),
    }
  }
  const cipherOf = (owner: Address, peer: Address, only?: string) =>
    new libsignal.SessionCipher(storageOf(owner, peer, only), addressOf(owner, peer))

  const groupStore = {
    loadSenderKey: async (name: SenderKeyName) => {
      const record = senderKeys.get(name.toString())
      return record === undefined ? new SenderKeyRecord() : SenderKeyRecord.deserialize(Buffer.from(record))
    },
    storeSenderKey: async (name: SenderKeyName, record: SenderKeyRecord) => {
      senderKeys.set(name.toString(), JSON.stringify(record.serialize()))
    },
  }
  const groupName = (owner: Address, group: string, author: Address) =>
    new SenderKeyName(`${group} ${nameOf(owner, author)}`, new libsignal.ProtocolAddress(author.number, author.device))

  return {
    /** Opens what `peer` sealed for `owner`. Throws when it cannot; the session is then as it was. */
    async open(owner: Address, peer: Address, type: CipherType, body: Buffer): Promise<Buffer> {
      if (type === 'pkmsg') return cipherOf(owner, peer).decryptPreKeyWhisperMessage(body)
      const { _sessions } = (sessions.get(nameOf(owner, peer)) ?? { _sessions: {} }) as Sessions
      const usedAt = (key: string) => _sessions[key]?.indexInfo.used ?? 0
      let why: unknown = new Error('no session')
      // One at a time: libsignal takes a ratchet step in every session that it tries, also in those that do not fit.
      for (const only of Object.keys(_sessions).sort((one, other) => usedAt(other) - usedAt(one))) {
        try {
          return await cipherOf(owner, peer, only).decryptWhisperMessage(body)
        } catch (thrown) {
          why = thrown
        }
      }
      throw why
    },
    hasSession: (owner: Address, peer: Address): boolean => sessions.get(nameOf(owner, peer)) !== undefined,
    /** Starts a session of `owner` with `peer`; what `peer` sealed in the one before can still be opened. */
    async begin(owner: Address, peer: Address, bundle: Bundle): Promise<void> {
      const builder = new libsignal.SessionBuilder(storageOf(owner, peer), addressOf(owner, peer))
      const { registrationId, identity, signedPreKey, preKey } = bundle
      const session = {
        registrationId,
        identityKey: signalKey(identity),
        signedPreKey: {
          keyId: signedPreKey.id,
          publicKey: signalKey(signedPreKey.value),
          signature: signedPreKey.signature,
        },
        ...(preKey && { preKey: { keyId: preKey.id, publicKey: signalKey(preKey.value) } }),
      }
      // libsignal works without a one-time key; its types do not say so.
      await builder.initOutgoing(session as Parameters<typeof builder.initOutgoing>[0])
    },
    async seal(owner: Address, peer: Address, plain: Buffer): Promise<Sealed> {
      const { type, body } = await cipherOf(owner, peer).encrypt(plain)
      return { type: type === 3 ? 'pkmsg' : 'msg', body: Buffer.from(body, 'binary') }
    },
    async learnGroup(owner: Address, group: string, author: Address, distribution: Uint8Array): Promise<void> {
      const message = new SenderKeyDistributionMessage(null, null, null, null, distribution)
      await new GroupSessionBuilder(groupStore).process(groupName(owner, group, author), message)
    },
    async openGroup(owner: Address, group: string, author: Address, body: Buffer): Promise<Buffer> {
      return Buffer.from(await new GroupCipher(groupStore, groupName(owner, group, author)).decrypt(body))
    },
    /** Seals for a group with the owner's own sender key, and hands out that key for those who lack it. */
    async sealGroup(owner: Address, group: string, plain: Buffer): Promise<{ body: Buffer; distribution: Buffer }> {
      const name = groupName(owner, group, owner)
      const distribution = await new GroupSessionBuilder(groupStore).create(name)
      const body = await new GroupCipher(groupStore, name).encrypt(plain)
      return { body: Buffer.from(body), distribution: Buffer.from(distribution.serialize()) }
    },
    clear() {
      sessions.clear()
      senderKeys.clear()
    },
  }
}

export type Signal = ReturnType<typeof createSignal>
