// What a phone sends its newly linked device first: its chats so far, which also lets the client stop buffering events.
import { deflateSync } from 'node:zlib'
import type { Address } from './address.ts'
import { lidJid, pnJid } from './address.ts'
import type { Message } from './content.ts'
import { proto } from './wire.ts'

export interface Past {
  number: string
  name: string
  text: string
  atMs: number
}

/** The history message of a first login; small, so it travels inside the message itself. */
export function firstHistory(device: Address, ownName: string, chats: Past[]): Message {
  const history = proto.HistorySync.encode({
    syncType: proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP,
    progress: 100,
    conversations: chats.map(({ number, name, text, atMs }) => ({
      id: pnJid(number),
      lidJid: lidJid(number),
      name,
      messages: [
        {
          message: {
            key: { remoteJid: pnJid(number), fromMe: false, id: `HISTORY${number}` },
            message: { conversation: text },
            messageTimestamp: Math.floor(atMs / 1000),
          },
        },
      ],
    })),
    pushnames: [{ id: pnJid(device.number), pushname: ownName }],
    phoneNumberToLidMappings: [{ pnJid: pnJid(device.number), lidJid: lidJid(device.number) }],
  }).finish()
  return {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
        initialHistBootstrapInlinePayload: deflateSync(history),
        progress: 100,
        chunkOrder: 1,
      },
    },
  }
}
