// Takes in the bytes of one file: counted, hashed and written to a name of its own, on disk before anybody hears of it.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface Arrived {
  bytes: number
  /** SHA-256 in hex. */
  sha256: string
}

/** More bytes came than may. */
export class TooMany extends Error {}

/**
 * Writes `source` to a new file at `path`, readable by its owner alone.
 * @throws TooMany beyond `most` bytes, without reading on; whatever the source or the disk throws
 */
export async function ingest(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  path: string,
  most: number,
): Promise<Arrived> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      bytes += chunk.byteLength
      if (bytes > most) throw new TooMany()
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}
