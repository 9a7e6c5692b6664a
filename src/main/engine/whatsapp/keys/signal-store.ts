// The Signal sessions of a device, written through: a ratchet step is on disk before its ciphertext can leave.
// Baileys keeps them in a transaction that it commits after the frame was written, under one lock for sending and others for
// receiving, so a crash or a receive at the wrong moment loses a step. Here sessions bypass that transaction, and one lock
// per person serves both directions; the wait for the disk is outside it (pending-writes.ts). Of several sessions with one person a letter
// touches the one it belongs to (try-sessions.ts).
import '../silence-libsignal.ts'
import {
  DEFAULT_CONNECTION_CONFIG,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
  type SocketConfig,
} from '@whiskeysockets/baileys'
import { createLock } from '../../base/lock.ts'
import { createPauseBetween } from '../../base/pause-between.ts'
import { userOf } from '../jid.ts'
import { checkLeaving, isWatched, noteCiphertext, sendingTo } from './ciphertext-guard.ts'
import { createPendingWrites } from './pending-writes.ts'
import { createTrySessions } from './try-sessions.ts'

/** For the encryption of all devices together: a fifth of the 20 ms that a turn of the event loop may take. */
const pauseBetween = createPauseBetween(4)

type MakeRepository = SocketConfig['makeSignalRepository']

/** The list of all tokens that Baileys reads, adds to and writes anew with each new contact, though it needs it once a day. */
const TOKEN_LIST = '__index'

/**
 * The store as Baileys gets it: reading a recipient's token is its last step before the frame (see guard.ts), and the list of
 * tokens is never written, because auth-state.ts makes it from the tokens themselves where it is asked for outside a send.
 */
export function guardedKeys(store: SignalKeyStore): SignalKeyStore {
  return {
    ...store,
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      if (type === 'tctoken') {
        if (ids.every((id) => id.includes('@'))) checkLeaving()
        if (isWatched() && ids[0] === TOKEN_LIST) return {}
      }
      return store.get(type, ids)
    },
    set(data) {
      const { [TOKEN_LIST]: list, ...tokens } = data.tctoken ?? {}
      return list === undefined ? store.set(data) : store.set({ ...data, tctoken: tokens })
    },
  }
}

/**
 * Lets messages to different people be made side by side. Baileys makes all of a device one after the other, in a transaction that
 * would also swallow what is written after its end: the note that a person has our token, so that it would be sent with every
 * message anew.
 */
export function sendSideBySide({ keys }: { keys: SignalKeyStoreWithTransaction }): void {
  const lock = createLock()
  const transaction = keys.transaction.bind(keys)
  keys.transaction = (work, name) => {
    const address = sendingTo()
    return address === null ? transaction(work, name) : lock(address, work)
  }
}

/** Makes what Baileys encrypts and decrypts with, over `store` itself instead of Baileys' transaction. */
export function writeThrough(store: SignalKeyStore): MakeRepository {
  return (auth, logger, pnToLid) => {
    const lock = createLock()
    const pendingWrites = createPendingWrites(store)
    const trySessions = createTrySessions(pendingWrites)
    const keys: SignalKeyStoreWithTransaction = {
      get: (type, ids) => trySessions.get(type, ids),
      set: (data: SignalDataSet) => trySessions.set(data),
      // What stands inside is one read and one write of one record; `inTurn` below keeps them together.
      transaction: (work) => work(),
      isInTransaction: () => false,
    }
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds: auth.creds, keys }, logger, pnToLid)
    const creds = auth.creds as { me?: { id: string; lid?: string } }
    const isOwn = (jid: string) => [userOf(creds.me?.id), userOf(creds.me?.lid)].includes(userOf(jid))

    /** One turn per person, whose phone number and LID share one session; resolves when the step made is on disk. */
    async function inTurn<T>(jid: string, work: (session: string) => Promise<T>): Promise<T> {
      await pauseBetween()
      const lid = jid.endsWith('@s.whatsapp.net') ? await repository.lidMapping.getLIDForPN(jid) : null
      const session = repository.jidToSignalProtocolAddress(lid ?? jid)
      const { made, onDisk } = await lock(session, async () => ({
        made: await work(session),
        onDisk: pendingWrites.onDisk(session),
      }))
      await onDisk
      return made
    }

    return {
      ...repository,
      async encryptMessage(what) {
        const made = await inTurn(what.jid, () => repository.encryptMessage(what))
        noteCiphertext(isOwn(what.jid))
        return made
      },
      decryptMessage: (what) =>
        inTurn(what.jid, (session) => {
          const open = () => repository.decryptMessage(what)
          // A letter that begins a session names it itself.
          return what.type === 'msg' ? trySessions.each(session, open) : open()
        }),
      injectE2ESession: (what) => inTurn(what.jid, () => repository.injectE2ESession(what)),
      encryptGroupMessage: (what) => lock(what.group, () => repository.encryptGroupMessage(what)),
      decryptGroupMessage: (what) => lock(what.group, () => repository.decryptGroupMessage(what)),
      getSenderKeyDistributionMessage: (what) =>
        lock(what.group, () => repository.getSenderKeyDistributionMessage(what)),
      processSenderKeyDistributionMessage: (what) =>
        lock(what.item.groupId ?? '', () => repository.processSenderKeyDistributionMessage(what)),
    }
  }
}
