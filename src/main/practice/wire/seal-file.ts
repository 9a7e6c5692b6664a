// Seals a file as WhatsApp does, puts it on the media server and gives the fields that a message needs to point at it.
import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { Media } from './media-server.ts'

export interface FileFields {
  url: string
  directPath: string
  mediaKey: Buffer
  /** Epoch seconds. */
  mediaKeyTimestamp: number
  fileSha256: Buffer
  fileEncSha256: Buffer
  fileLength: number
}

export type FileInfo = 'Image' | 'Document' | 'History'

export const createAttach =
  (media: Media, clock: () => number) =>
  (plain: Buffer, info: FileInfo, kind: string): FileFields => {
    const mediaKey = randomBytes(32)
    const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), `WhatsApp ${info} Keys`, 112))
    const iv = keys.subarray(0, 16)
    const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), iv)
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    const mac = createHmac('sha256', keys.subarray(48, 80)).update(iv).update(body).digest().subarray(0, 10)
    const sealed = Buffer.concat([body, mac])
    const fileEncSha256 = createHash('sha256').update(sealed).digest()
    const { url, directPath } = media.put(kind, fileEncSha256.toString('base64url'), (path) =>
      writeFileSync(path, sealed),
    )
    return {
      url,
      directPath,
      mediaKey,
      mediaKeyTimestamp: Math.floor(clock() / 1000),
      fileSha256: createHash('sha256').update(plain).digest(),
      fileEncSha256,
      fileLength: plain.length,
    }
  }
