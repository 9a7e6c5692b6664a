// What a phone sends its newly linked device first: its chats so far, which also lets the client stop buffering events.
// The first part is small and travels inside its message; older messages come as files from the media server.
import { deflateSync } from 'node:zlib'
import type { Message } from '../people/content.ts'
import type { ToClients } from '../people/to-clients.ts'
import type { Store } from '../store.ts'
import { lidJid, pnJid } from '../wire/address.ts'
import type { FileFields } from '../wire/seal-file.ts'
import { proto } from '../wire/wire.ts'
import type { Linked, Phones } from './phones.ts'

const { HistorySyncType } = proto.HistorySync
const { HISTORY_SYNC_NOTIFICATION } = proto.Message.ProtocolMessage.Type
const firstNumber = 15_550_190_001
const perFile = 2_000
const hour = 3_600_000
const sayings = [
  'Are you open on Sunday?',
  'Thank you!',
  'Please call me back.',
  'How much is delivery?',
  'See you tomorrow.',
]

export interface HistoryParts {
  store: Store
  phones: Phones
  toClients: ToClients
  attach(plain: Buffer, info: 'History', kind: string): FileFields
  clock(): number
}

/** How much a phone has to tell. */
export interface HistorySize {
  chats: number
  messages: number
}

export function createHistory({ store, phones, toClients, attach, clock }: HistoryParts) {
  const sizeOf = (number: string): HistorySize => {
    const written = store.meta(`history ${number}`)
    return written === undefined ? { chats: 2, messages: 1 } : (JSON.parse(written) as HistorySize)
  }

  const conversation = (index: number, messages: number): proto.IConversation => {
    const number = String(firstNumber + index)
    return {
      id: pnJid(number),
      lidJid: lidJid(number),
      name: toClients.nameOf(number),
      messages: Array.from({ length: messages }, (_, i) => ({
        message: {
          key: { remoteJid: pnJid(number), fromMe: false, id: `HISTORY${number}N${i}` },
          message: { conversation: sayings[(index + i) % sayings.length] ?? '' },
          messageTimestamp: Math.floor((clock() - (index * messages + i + 1) * hour) / 1000),
        },
      })),
    }
  }

  const sync = (
    device: Linked,
    syncType: proto.HistorySync.HistorySyncType,
    progress: number,
    conversations: proto.IConversation[],
  ) =>
    deflateSync(
      proto.HistorySync.encode({
        syncType,
        progress,
        conversations,
        pushnames: [{ id: pnJid(device.number), pushname: phones.name(device.number) ?? '' }],
        phoneNumberToLidMappings: conversations.map(({ id, lidJid: lid }) => ({ pnJid: id ?? '', lidJid: lid ?? '' })),
      }).finish(),
    )

  const send = (device: Linked, historySyncNotification: proto.Message.IHistorySyncNotification) => {
    const message: Message = { protocolMessage: { type: HISTORY_SYNC_NOTIFICATION, historySyncNotification } }
    const attrs = { category: 'peer', sender_lid: undefined }
    return toClients.writeToDevice({ from: device.number, message, attrs }, device)
  }

  return {
    setSize: (number: string, size: HistorySize): void => store.setMeta(`history ${number}`, JSON.stringify(size)),
    /** Sends everything to a device that was just linked. */
    async give(device: Linked): Promise<void> {
      phones.gaveHistory(device)
      const { chats, messages } = sizeOf(device.number)
      const newest = Array.from({ length: chats }, (_, index) => conversation(index, Math.min(messages, 1)))
      await send(device, {
        syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
        initialHistBootstrapInlinePayload: sync(device, HistorySyncType.INITIAL_BOOTSTRAP, 100, newest),
        progress: 100,
        chunkOrder: 1,
      })
      if (messages <= 1) return
      const chatsEach = Math.max(1, Math.floor(perFile / messages))
      for (let start = 0; start < chats; start += chatsEach) {
        const count = Math.min(chatsEach, chats - start)
        const progress = Math.round(((start + count) / chats) * 100)
        const part = Array.from({ length: count }, (_, i) => conversation(start + i, messages))
        const plain = sync(device, HistorySyncType.RECENT, progress, part)
        const { url: _, mediaKeyTimestamp: __, ...file } = attach(plain, 'History', 'md-app-state')
        const syncType = proto.Message.HistorySyncType.RECENT
        await send(device, { ...file, syncType, progress, chunkOrder: 2 + start / chatsEach })
      }
    },
  }
}
