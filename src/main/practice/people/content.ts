// What a decrypted message says, in the plain words of the control API; and the few messages that contacts write.
import { randomBytes } from 'node:crypto'
import { proto } from '../wire/wire.ts'

export type Message = proto.IMessage

/** A file that a message points at: what is needed to fetch, check and open it. */
export interface Attachment {
  directPath: string
  mediaKey: Buffer
  fileSha256: Buffer
  fileEncSha256: Buffer
  info: 'Image' | 'Video' | 'Audio' | 'Document'
}

export interface Said {
  kind: string
  text: string | null
  caption: string | null
  fileName: string | null
  mimeType: string | null
  latitude: number | null
  longitude: number | null
  attachment: Attachment | null
}

const filled = (value: string | null | undefined): string | null => (value ? value : null)
const nothing: Said = {
  kind: 'unknown',
  text: null,
  caption: null,
  fileName: null,
  mimeType: null,
  latitude: null,
  longitude: null,
  attachment: null,
}

interface FileLike {
  directPath?: string | null
  mediaKey?: Uint8Array | null
  fileSha256?: Uint8Array | null
  fileEncSha256?: Uint8Array | null
  mimetype?: string | null
}

function file(kind: string, info: Attachment['info'], of: FileLike, more: Partial<Said> = {}): Said {
  const attachment =
    of.directPath && of.mediaKey?.length
      ? {
          directPath: of.directPath,
          mediaKey: Buffer.from(of.mediaKey),
          fileSha256: Buffer.from(of.fileSha256 ?? []),
          fileEncSha256: Buffer.from(of.fileEncSha256 ?? []),
          info,
        }
      : null
  return { ...nothing, kind, mimeType: filled(of.mimetype), attachment, ...more }
}

/** Takes the wrappers off: disappearing, view-once, edited, captioned documents, copies for one's own devices. */
export function unwrap(message: Message): Message {
  const inner =
    message.deviceSentMessage?.message ??
    message.ephemeralMessage?.message ??
    message.viewOnceMessage?.message ??
    message.viewOnceMessageV2?.message ??
    message.documentWithCaptionMessage?.message ??
    message.editedMessage?.message
  return inner ? unwrap(inner) : message
}

export function say(wrapped: Message): Said {
  const message = unwrap(wrapped)
  if (message.conversation) return { ...nothing, kind: 'text', text: message.conversation }
  if (message.extendedTextMessage) return { ...nothing, kind: 'text', text: filled(message.extendedTextMessage.text) }
  if (message.imageMessage)
    return file('image', 'Image', message.imageMessage, { caption: filled(message.imageMessage.caption) })
  if (message.videoMessage)
    return file('video', 'Video', message.videoMessage, { caption: filled(message.videoMessage.caption) })
  if (message.ptvMessage) return file('video', 'Video', message.ptvMessage)
  if (message.audioMessage) return file('audio', 'Audio', message.audioMessage)
  if (message.stickerMessage) return file('sticker', 'Image', message.stickerMessage)
  if (message.documentMessage) {
    const { caption, fileName } = message.documentMessage
    return file('document', 'Document', message.documentMessage, {
      caption: filled(caption),
      fileName: filled(fileName),
    })
  }
  if (message.locationMessage) {
    const { degreesLatitude, degreesLongitude, name } = message.locationMessage
    return {
      ...nothing,
      kind: 'location',
      text: filled(name),
      latitude: degreesLatitude ?? null,
      longitude: degreesLongitude ?? null,
    }
  }
  if (message.contactMessage) {
    const { displayName, vcard } = message.contactMessage
    return { ...nothing, kind: 'contact', text: filled(displayName) ?? filled(/^FN:(.+)$/m.exec(vcard ?? '')?.[1]) }
  }
  if (message.contactsArrayMessage)
    return { ...nothing, kind: 'contact', text: filled(message.contactsArrayMessage.displayName) }
  const poll = message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3
  if (poll) return { ...nothing, kind: 'poll', text: filled(poll.name) }
  if (message.reactionMessage) return { ...nothing, kind: 'reaction', text: filled(message.reactionMessage.text) }
  if (message.groupInviteMessage)
    return { ...nothing, kind: 'invite', text: filled(message.groupInviteMessage.caption) }
  const protocol = message.protocolMessage
  if (protocol?.editedMessage) return { ...say(protocol.editedMessage), kind: 'edit' }
  if (protocol && (protocol.type ?? 0) === proto.Message.ProtocolMessage.Type.REVOKE)
    return { ...nothing, kind: 'revoke' }
  if (protocol) return { ...nothing, kind: 'protocol' }
  return nothing
}

/** A message as bytes, padded as WhatsApp pads. */
export function pack(message: Message): Buffer {
  const length = ((randomBytes(1)[0] ?? 0) & 0x0f) + 1
  return Buffer.concat([proto.Message.encode(message).finish(), Buffer.alloc(length, length)])
}

export function unpack(padded: Buffer): proto.Message {
  const length = padded.at(-1) ?? 0
  if (length === 0 || length > padded.length) throw new Error('Wrong padding')
  return proto.Message.decode(padded.subarray(0, padded.length - length))
}

/** A new WhatsApp id, in the form of a phone's. */
export const newId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`
