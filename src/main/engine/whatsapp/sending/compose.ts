// Content -> the encoded message, made once: every later try sends these bytes. Baileys gets streams that we opened and never
// an address or a path, because it would read any file and fetch any URL that it is given.
import '../silence-libsignal.ts'
import { createReadStream } from 'node:fs'
import { type AnyMessageContent, generateWAMessageContent, proto } from '@whiskeysockets/baileys'
import type { Content, Letter } from '../../messages/messages.ts'
import { silentLog } from '../silent-log.ts'
import { thumbnailOf } from './thumbnail.ts'
import type { Upload } from './upload.ts'

const UPLOAD_TIMEOUT_MS = 5 * 60_000

type Media = NonNullable<Content['media']>

/** What the file is called when nobody named it. */
const NAMELESS = 'Document'

async function mediaContent(media: Media, text: string | null): Promise<AnyMessageContent> {
  const stream = { stream: createReadStream(media.path) }
  const mimetype = media.mimeType
  const caption = text === null || text === '' ? {} : { caption: text }
  switch (media.type) {
    case 'image': {
      const small = await thumbnailOf(media.path)
      // An empty one keeps Baileys from making its own, whose failure would only be noise.
      const look =
        small === null
          ? { jpegThumbnail: '' }
          : { jpegThumbnail: small.jpeg.toString('base64'), width: small.width, height: small.height }
      return { image: stream, mimetype, ...caption, ...look }
    }
    case 'video':
      // Without this Baileys would start ffmpeg on the person's PC.
      return { video: stream, mimetype, ...caption, jpegThumbnail: '' }
    case 'audio':
      return { audio: stream, mimetype, ptt: false }
    case 'document':
      return { document: stream, mimetype, fileName: media.fileName ?? NAMELESS, ...caption }
  }
}

/** Encodes `content`; a file is encrypted and uploaded on the way. @throws when the upload fails */
export async function compose(
  upload: Upload,
  content: Content,
  to: { waId: string; address: string },
): Promise<Letter> {
  const plain: AnyMessageContent =
    content.media === null
      ? // null, not undefined: no address in the text is ever fetched for a preview
        { text: content.text ?? '', linkPreview: null }
      : await mediaContent(content.media, content.text)
  const message = await generateWAMessageContent(plain, {
    upload,
    logger: silentLog,
    mediaUploadTimeoutMs: UPLOAD_TIMEOUT_MS,
  })
  return { ...to, bytes: proto.Message.encode(message).finish() }
}
