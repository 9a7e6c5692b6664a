// Joins the parts of the network. This is the only place that knows all of them.

import { createFaults } from './control/faults.ts'
import { createFiles } from './control/files.ts'
import { createLedger } from './ledger.ts'
import { createBehaviour } from './people/behaviour.ts'
import { createChats } from './people/chats.ts'
import { createFromClients } from './people/from-clients.ts'
import { createGroups } from './people/groups.ts'
import { createOutgoing } from './people/outgoing.ts'
import { createPeople } from './people/people.ts'
import { createReceipts } from './people/receipts.ts'
import { createReceived } from './people/received.ts'
import { createSignal } from './people/signal.ts'
import { createToClients } from './people/to-clients.ts'
import { appKeyOf } from './phones/app-keys.ts'
import { createAppState } from './phones/app-state.ts'
import { createAppSync } from './phones/app-sync.ts'
import { createHistory } from './phones/history.ts'
import { createKeys } from './phones/key-server.ts'
import { createMailbox } from './phones/mailbox.ts'
import { createPairingCodes } from './phones/pairing-code.ts'
import { createPhones } from './phones/phones.ts'
import { createRegistration } from './phones/registration.ts'
import { createSettings } from './phones/settings.ts'
import type { Store } from './store.ts'
import { makeCertificate } from './wire/certificate.ts'
import { createChat } from './wire/chat-server.ts'
import { createMedia } from './wire/media-server.ts'
import { createServerIdentity } from './wire/noise.ts'
import { createQueries } from './wire/queries.ts'
import { createAttach } from './wire/seal-file.ts'
import { createUsync } from './wire/usync.ts'

export interface PartsOptions {
  dataDir: string
  store: Store
  clock(): number
  log(event: string, details?: Record<string, unknown>): void
}

/** The seed of behaviour, and the secret that every recipient's keys come from. */
function readSeed(store: Store): { seed: string; secret: string } {
  const seed = store.meta('seed') ?? '1'
  // Keys belong to the network for life; only behaviour follows a seed given later.
  const secret = store.meta('secret') ?? `dakiya practice ${seed}`
  store.setMeta('secret', secret)
  return { seed, secret }
}

export async function createParts({ dataDir, store, clock, log }: PartsOptions) {
  const { seed, secret } = readSeed(store)
  let stanzas = 0
  const id = () => `P${(++stanzas).toString(16).toUpperCase()}-${clock().toString(36)}`
  const { key, certificate } = await makeCertificate()
  const identity = createServerIdentity(clock())
  const faults = createFaults(() => seed, clock)
  const files = createFiles(dataDir)
  const isRefused = () => faults.takeAny('media-refused') !== undefined
  const media = await createMedia({
    dataDir,
    key,
    certificate,
    port: Number(store.meta('mediaPort') ?? 0),
    isRefused,
    log,
  })
  store.setMeta('mediaPort', String(media.port))

  const ledger = createLedger(store, clock)
  const behaviour = createBehaviour(store, () => seed)
  const people = createPeople(store, () => secret)
  const phones = createPhones(store)
  const signal = createSignal(store, people)
  const mailbox = createMailbox(store, clock)
  await mailbox.load()
  const received = createReceived(store)
  const usync = createUsync({ behaviour, phones })
  const { exists } = usync
  const devicesOf = behaviour.devices
  const speaksLid = (number: string) => behaviour.wishes(number).lid === true
  const keys = createKeys({
    people,
    phones,
    exists,
    devicesOf,
    notify: (to, stanza) => mailbox.put(to, stanza),
    clock,
    id,
  })
  const groups = createGroups({ store, phones, mailbox, devicesOf, exists, clock, id })
  const receipts = createReceipts({ mailbox, people, phones, speaksLid, clock })
  const chats = createChats({
    store,
    nameOf: (number) => groups.find(number)?.subject ?? toClients.nameOf(number),
    clock,
  })
  const toClients = createToClients({
    phones,
    keys,
    signal,
    mailbox,
    speaksLid,
    onWritten: ({ from, message, dueAt }, to) => chats.note(from, to, null, message, dueAt ?? clock()),
    clock,
  })
  const attach = createAttach(media, clock)
  const outgoing = createOutgoing({
    toClients,
    signal,
    groups,
    phones,
    attach,
    knows: received.hasChat,
    onGroup: (group, from, message) => chats.note(group, group, from, message, clock()),
    clock,
  })
  const registration = createRegistration({
    people,
    phones,
    clock,
    id,
    onLinked: (address) => outgoing.tellLinked('add', address, address.device, id()),
  })
  const pairingCodes = createPairingCodes({ people, registration, clock, id })
  const appKey = (number: string) => appKeyOf(secret, number)
  const appState = createAppState({ store, keyOf: appKey, log })
  const appSync = createAppSync({ appState, keyOf: appKey, phones, toClients, clock, id })
  const settings = createSettings({ appState, appSync, phones, clock })
  const history = createHistory({ store, phones, toClients, attach, clock })
  const chat = createChat({
    identity,
    faults,
    ledger,
    mailbox,
    phones,
    registration,
    pairingCodes,
    receipts,
    toClients,
    giveHistory: async (device) => {
      settings.begin(device.number)
      await appSync.shareKey(device)
      await history.give(device)
    },
    onUnlinked: (address) => outgoing.tellLinked('remove', address, address.device, id()),
    clock,
    log,
    fromClients: () => fromClients,
    queries: () => queries,
  })
  const fromClients = createFromClients({
    behaviour,
    faults,
    groups,
    ledger,
    media,
    phones,
    receipts,
    received,
    signal,
    chats,
    toClients,
    exists,
    clock,
    log,
    strikes: chat.strikes,
  })
  const queries = createQueries({
    usync,
    keys,
    ledger,
    faults,
    clock,
    mediaHost: media.host,
    groups: groups.answer,
    appState: appSync.answer,
    onActive: chat.onActive,
    onLogout: (device) => chat.unlink(device, undefined),
  })

  return {
    store,
    certificate,
    identity,
    faults,
    files,
    media,
    ledger,
    behaviour,
    people,
    phones,
    signal,
    mailbox,
    received,
    groups,
    receipts,
    outgoing,
    registration,
    pairingCodes,
    history,
    settings,
    chat,
    chats,
    fromClients,
    id,
  }
}

export type Parts = Awaited<ReturnType<typeof createParts>>
