// Opens a sealed file as its recipient does: MAC, both hashes, then the plaintext. Throws with what is wrong.
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import type { Attachment } from '../people/content.ts'

/** What the plaintext of an attachment is, after every check a recipient makes. */
export interface Opened {
  bytes: number
  sha256: string
}

/** @param onPlain gets the plaintext piece by piece, before it is known to be right */
export async function unseal(
  path: string,
  attachment: Attachment,
  onPlain: (piece: Buffer) => void = () => undefined,
): Promise<Opened> {
  const keys = Buffer.from(
    hkdfSync('sha256', attachment.mediaKey, Buffer.alloc(0), `WhatsApp ${attachment.info} Keys`, 112),
  )
  const iv = keys.subarray(0, 16)
  const bodyLength = statSync(path).size - 10
  const [plainHash, cipherHash] = [createHash('sha256'), createHash('sha256')]
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(iv)
  const aes = createDecipheriv('aes-256-cbc', keys.subarray(16, 48), iv)
  let seen = 0
  let size = 0
  let tail = Buffer.alloc(0)
  const take = (plain: Buffer) => {
    size += plain.length
    plainHash.update(plain)
    onPlain(plain)
  }
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    cipherHash.update(chunk)
    const body = chunk.subarray(0, Math.max(0, bodyLength - seen))
    tail = Buffer.concat([tail, chunk.subarray(body.length)])
    seen += chunk.length
    mac.update(body)
    take(aes.update(body))
  }
  if (!mac.digest().subarray(0, 10).equals(tail)) throw new Error('The MAC of the file is wrong')
  take(aes.final())
  const digest = plainHash.digest()
  if (!cipherHash.digest().equals(attachment.fileEncSha256)) throw new Error('The hash of the ciphertext is wrong')
  if (!digest.equals(attachment.fileSha256)) throw new Error('The hash of the file is wrong')
  return { bytes: size, sha256: digest.toString('hex') }
}
