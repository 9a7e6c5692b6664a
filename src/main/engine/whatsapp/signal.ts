// The Signal sessions of a device, written through: a ratchet step is on disk before its ciphertext can leave.
// Baileys keeps them in a transaction that it commits after the frame was written, under one lock for sending and others for
// receiving, so a crash or a receive at the wrong moment loses a step. Here sessions bypass that transaction, and one lock
// per person serves both directions.
import './quiet.ts'
import {
  DEFAULT_CONNECTION_CONFIG,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
  type SocketConfig,
} from '@whiskeysockets/baileys'
import { checkLeaving, noteCiphertext } from './guard.ts'
import { userOf } from './jid.ts'

type MakeRepository = SocketConfig['makeSignalRepository']

/** Runs work of one name one after the other. */
function createLocks() {
  const tails = new Map<string, Promise<unknown>>()
  return async function lock<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(name)
    const mine = before === undefined ? work() : before.then(work, work)
    const tail = mine.catch(() => undefined)
    tails.set(name, tail)
    try {
      return await mine
    } finally {
      if (tails.get(name) === tail) tails.delete(name)
    }
  }
}

/** The store as Baileys gets it: reading a recipient's token is its last step before the frame (see guard.ts). */
export function guardedKeys(store: SignalKeyStore): SignalKeyStore {
  return {
    ...store,
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      if (type === 'tctoken' && ids.every((id) => id.includes('@'))) checkLeaving()
      return store.get(type, ids)
    },
  }
}

/** Makes what Baileys encrypts and decrypts with, over `store` itself instead of Baileys' transaction. */
export function writeThrough(store: SignalKeyStore): MakeRepository {
  return (auth, logger, pnToLid) => {
    const lock = createLocks()
    const keys: SignalKeyStoreWithTransaction = {
      get: (type, ids) => store.get(type, ids),
      set: (data: SignalDataSet) => store.set(data),
      // What stands inside is one read and one write of one record; `inTurn` below keeps them together.
      transaction: (work) => work(),
      isInTransaction: () => false,
    }
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds: auth.creds, keys }, logger, pnToLid)
    const creds = auth.creds as { me?: { id: string; lid?: string } }
    const isOwn = (jid: string) => [userOf(creds.me?.id), userOf(creds.me?.lid)].includes(userOf(jid))

    /** One turn per person: a phone number and its LID share one session. */
    async function inTurn<T>(jid: string, work: () => Promise<T>): Promise<T> {
      const lid = jid.endsWith('@s.whatsapp.net') ? await repository.lidMapping.getLIDForPN(jid) : null
      return await lock(repository.jidToSignalProtocolAddress(lid ?? jid), work)
    }

    return {
      ...repository,
      encryptMessage: (what) =>
        inTurn(what.jid, async () => {
          const made = await repository.encryptMessage(what)
          noteCiphertext(isOwn(what.jid))
          return made
        }),
      decryptMessage: (what) => inTurn(what.jid, () => repository.decryptMessage(what)),
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
