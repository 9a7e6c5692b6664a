// Uploads: the bytes of a file on their way to the engine, counted, and the name it came with.
import { DakiyaError } from '@contract/errors.ts'
import { BODY_LIMITS } from '@contract/operation.ts'

type Body = AsyncIterable<Uint8Array | string>

const tooLarge = () => new DakiyaError('PAYLOAD_TOO_LARGE', 'A file may have 100 MB.')

/**
 * The same bytes, failing once there are more than allowed.
 * @param length the Content-Length, where one was sent
 * @throws DakiyaError PAYLOAD_TOO_LARGE at once when the length already says so
 */
export function limited(body: Body, length: string | null | undefined): Body {
  if (Number(length ?? 0) > BODY_LIMITS.file) throw tooLarge()
  return counted(body)
}

async function* counted(body: Body): AsyncGenerator<Uint8Array | string> {
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > BODY_LIMITS.file) throw tooLarge()
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
