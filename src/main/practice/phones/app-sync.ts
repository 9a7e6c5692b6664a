// App state on the wire: what linked devices ask and change, the news of a change for the phone's others, and the key
// that the phone shares with a device it has just linked.

import type { ToClients } from '../people/to-clients.ts'
import { type Address, deviceKey, pnJid } from '../wire/address.ts'
import { bytes, child, children, type Node, node, proto, result, seconds } from '../wire/wire.ts'
import type { AppKey, Change } from './app-keys.ts'
import { type AppState, type Collection, collections, isCollection } from './app-state.ts'
import type { Linked, Phones } from './phones.ts'

const { APP_STATE_SYNC_KEY_SHARE } = proto.Message.ProtocolMessage.Type
const conflict = 409
const unknownCollection = 400

export interface AppSyncParts {
  appState: AppState
  keyOf(number: string): AppKey
  phones: Phones
  toClients: ToClients
  clock(): number
  id(): string
}

export function createAppSync({ appState, keyOf, phones, toClients, clock, id }: AppSyncParts) {
  /** Tells the phone's linked devices, but the one that made the change, to look. */
  const tell = (number: string, collection: string, except?: Address) => {
    const version = appState.version(number, collection)
    for (const device of phones.devicesOf(number)) {
      if (except && deviceKey(except) === deviceKey(device)) continue
      const attrs = { from: pnJid(number), type: 'server_sync', id: id(), t: seconds(clock()) }
      toClients.put(device, node('notification', attrs, [node('collection', { name: collection, version })]))
    }
  }

  const failed = (name: string, version: number, code: number, words: string): Node =>
    node('collection', { name, version, type: 'error' }, [node('error', { code, text: words })])

  const answerOne = (asked: Node, device: Linked): Node => {
    const { name = '', version: written = '0', return_snapshot } = asked.attrs
    const { number } = device
    if (!isCollection(name)) return failed(name, 0, unknownCollection, 'bad-request')
    const version = Number(written) || 0
    const patch = bytes(child(asked, 'patch') ?? child(child(asked, 'patches'), 'patch'))
    if (patch) {
      const isTaken = appState.accept(number, name, version, patch)
      const now = appState.version(number, name)
      if (!isTaken) return failed(name, now, conflict, 'conflict')
      tell(number, name, device)
      return node('collection', { name, version: now })
    }
    const news = appState.after(number, name, version, return_snapshot === 'true')
    const now = appState.version(number, name)
    if (news.length === 0) return node('collection', { name, version: now })
    const patches = news.map((each) => node('patch', {}, each))
    return node('collection', { name, version: now }, [node('patches', {}, patches)])
  }

  const change = (number: string, collection: Collection, changes: Change[]): void => {
    appState.change(number, collection, changes)
    tell(number, collection)
  }

  return {
    change,
    answer: (stanza: Node, device: Linked): Node =>
      result(stanza, [
        node(
          'sync',
          {},
          children(child(stanza, 'sync'), 'collection').map((each) => answerOne(each, device)),
        ),
      ]),
    /** The phone gives a newly linked device the key to its app state. */
    async shareKey(device: Linked): Promise<void> {
      const key = keyOf(device.number)
      const fingerprint = { rawId: key.id.readUInt32BE(0), currentIndex: 0, deviceIndexes: [0, device.keyIndex] }
      const keyData = { keyData: key.data, fingerprint, timestamp: clock() }
      const appStateSyncKeyShare = { keys: [{ keyId: { keyId: key.id }, keyData }] }
      const message = { protocolMessage: { type: APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare } }
      const attrs = { category: 'peer', sender_lid: undefined }
      await toClients.writeToDevice({ from: device.number, message, attrs }, device)
    },
    versions: (number: string): Record<string, number> =>
      Object.fromEntries(collections.map((each) => [each, appState.version(number, each)])),
  }
}

export type AppSync = ReturnType<typeof createAppSync>
