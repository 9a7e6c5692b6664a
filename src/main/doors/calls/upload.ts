// Uploads: the bytes of a file on their way to the engine, counted, and the name it came with.
import { Readable } from 'node:stream'
import { DakiyaError } from '@contract/errors.ts'

/** 100 MB, the most that WhatsApp takes. */
export const FILE_LIMIT = 100 * 2 ** 20

const tooLarge = () => new DakiyaError('PAYLOAD_TOO_LARGE', 'A file may have 100 MB.')

/**
 * The same bytes, failing once there are more than allowed.
 * @param length the Content-Length, where one was sent
 * @throws DakiyaError PAYLOAD_TOO_LARGE at once when the length already says so
 */
export function limited(body: AsyncIterable<Uint8Array | string>, length: string | null | undefined): Readable {
  if (Number(length ?? 0) > FILE_LIMIT) throw tooLarge()
  return Readable.from(counted(body), { objectMode: false })
}

async function* counted(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > FILE_LIMIT) throw tooLarge()
    yield piece
  }
}

/** A name fit to be shown: no path, no control characters. */
export function fileNameOf(name: unknown): string {
  const last = typeof name === 'string' ? (name.split(/[/\\]/).at(-1) ?? '') : ''
  return (
    last
      .replaceAll(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 255) || 'file'
  )
}
