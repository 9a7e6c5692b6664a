// Media: the files that go with messages, kept once under their SHA-256 until the last message that uses them has ended.
// A file arrives under a random name, is judged by its bytes and only then gets its place and its row.
import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { LookupFunction } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { DakiyaError } from '@contract/errors.ts'
import type { MediaType } from '@contract/messages.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Database } from '../database/open.ts'
import { isStorageFull } from '../database/sqlite-errors.ts'
import type { NounWith } from '../noun.ts'
import { typeOfFile } from './detect-type.ts'
import { type FetchRules, openUrl, readMediaUrl, tookTooLong, usualRules } from './fetching/fetch.ts'
import { createLimit } from './fetching/limit-concurrency.ts'
import { cleanName, fittingName } from './file-name.ts'
import { type Arrived, ingest, TooMany } from './ingest.ts'
import { LARGEST, sizeLimits } from './kinds.ts'
import { checkPicture } from './picture.ts'
import { createStore, type FileRow } from './store.ts'
import { createSweep } from './sweep.ts'
import { judge, otherType, tooLarge } from './validate.ts'

export type { FileRow }
export { readMediaUrl }

const DOWNLOADS_AT_ONCE = 2
/** How long `POST /api/send` waits for a file before it answers. */
const USUAL_FETCH_MS = 20_000

interface Wanted {
  /** The name it came with, for the recipient of a document. */
  name?: string | undefined
  /** The type it is to go out as; without it, what its bytes say. */
  mediaType?: MediaType | undefined
  /** Its size in bytes where the sender has told it; never trusted, only for an earlier and closer refusal. */
  size?: number | null | undefined
}

/**
 * Opens the files in `dataDir/files`. `allowedFiles` is the one local place that a practice profile fetches from.
 * `lookup`, `ports` and the waits are there for tests.
 */
export function createMedia(
  deps: {
    database: Database
    dataDir: string
    clock: Clock
    random: Random
    /** Until when a file is needed, as the nouns say: Infinity while it still is, null = never used. */
    neededUntil: (fileId: string) => number | null
    /** How long a file stays after its last use. */
    keptMs: () => number
    lookup?: LookupFunction
  } & Partial<FetchRules>,
) {
  const { database, dataDir, clock, random, ...given } = deps
  const rules: FetchRules = { ...usualRules, ...given }
  const store = createStore(database)
  const home = join(dataDir, 'files')
  const arrivals = join(home, 'arriving')
  rmSync(arrivals, { recursive: true, force: true })
  mkdirSync(arrivals, { recursive: true, mode: 0o700 })

  /** Ids whose row is not written yet, and those asked for since the last sweep: not to be swept. */
  const arriving = new Set<string>()
  const needed = new Set<string>()
  const downloads = createLimit(DOWNLOADS_AT_ONCE)
  const closing = new AbortController()
  const path = (id: string): string => join(home, id)
  const sweep = createSweep({ store, clock, home, path, arriving, needed, signal: closing.signal })

  async function settle(temporary: string, { bytes, sha256 }: Arrived, name: string, wanted: Wanted): Promise<FileRow> {
    const kind = judge(await typeOfFile(temporary, name), { name: name || 'This file', bytes }, wanted.mediaType)
    if (kind.mediaType === 'image') await checkPicture(temporary, name || 'This file')
    const { mimeType, mediaType } = kind
    const row = { id: sha256, name: fittingName(name, kind), mimeType, mediaType, bytes, createdAt: clock.now() }
    arriving.add(sha256)
    try {
      await rename(temporary, path(sha256))
      await store.put(row)
    } finally {
      arriving.delete(sha256)
    }
    return row
  }

  /**
   * Keeps a file. Its type is read from its bytes.
   * @throws MEDIA_REJECTED when it cannot go out as what it says it is · PAYLOAD_TOO_LARGE beyond 100 MB · STORAGE_FULL
   */
  async function add(source: Uint8Array | AsyncIterable<Uint8Array>, wanted: Wanted = {}): Promise<FileRow> {
    const name = cleanName(wanted.name)
    const most = wanted.mediaType === undefined ? LARGEST : sizeLimits[wanted.mediaType]
    const shown = name || 'This file'
    if ((wanted.size ?? 0) > most) throw tooLarge(shown, wanted.size ?? null, wanted.mediaType)
    const temporary = join(arrivals, Buffer.from(random.bytes(16)).toString('hex'))
    try {
      return await settle(temporary, await ingest(source, temporary, most), name, wanted)
    } catch (cause) {
      if (cause instanceof TooMany) throw tooLarge(shown, null, wanted.mediaType)
      if ((cause as NodeJS.ErrnoException).code === 'ENOSPC' || isStorageFull(cause)) {
        throw new DakiyaError('STORAGE_FULL', undefined, { cause })
      }
      throw cause
    } finally {
      await rm(temporary, { force: true })
    }
  }

  /** Removes a file at once. False when it has just come in, so that a message is about to need it. */
  function remove(id: string): boolean {
    if (arriving.has(id)) return false
    store.remove(id)
    rmSync(path(id), { force: true })
    return true
  }

  async function download(url: URL, wanted: Wanted, signal: AbortSignal): Promise<FileRow> {
    const leave = await downloads.enter(signal).catch((cause) => {
      throw tookTooLong(cause)
    })
    try {
      const { body, close, name, size } = await openUrl(url, rules, signal)
      try {
        return await add(body, { mediaType: wanted.mediaType, name: wanted.name ?? name, size })
      } finally {
        close()
      }
    } finally {
      leave()
    }
  }

  return {
    add,

    /**
     * Fetches a file from a public address and keeps it, within `totalMs`, waiting for its turn included.
     * @throws VALIDATION_ERROR when `text` is no address · MEDIA_REJECTED when it cannot be had or sent · STORAGE_FULL
     */
    async fetch(text: string, wanted: Wanted & { totalMs?: number } = {}): Promise<FileRow> {
      const url = readMediaUrl(text)
      const signal = AbortSignal.any([AbortSignal.timeout(wanted.totalMs ?? USUAL_FETCH_MS), closing.signal])
      try {
        return await download(url, wanted, signal)
      } catch (cause) {
        // Too large is the caller's own fault in an upload alone; here it is the address that is refused.
        const isRefusal = cause instanceof DakiyaError && /^(?:MEDIA_REJECTED|PAYLOAD_TOO_LARGE)$/.test(cause.code)
        throw isRefusal ? new DakiyaError('MEDIA_REJECTED', cause.message, { field: 'mediaUrl', cause }) : cause
      }
    },

    get: (id: string): FileRow | null => store.one(id),

    /**
     * The file a message is to carry.
     * @throws VALIDATION_ERROR when there is none with this id · MEDIA_REJECTED when it is not of the type asked for
     */
    need(id: string, mediaType?: MediaType): FileRow {
      const row = store.one(id)
      if (row === null) {
        throw new DakiyaError('VALIDATION_ERROR', 'There is no file with this fileId. Upload it again.', {
          field: 'fileId',
        })
      }
      if (mediaType !== undefined && row.mediaType !== mediaType) throw otherType(row.name, row.mediaType, mediaType)
      needed.add(id)
      return row
    },

    /** Where the bytes are; for the part that uploads them to WhatsApp. */
    path,

    open: (id: string): Readable => createReadStream(path(id)),

    sweep,

    /** As the doors take and give files. */
    files: {
      async add(body: Readable, as: { name: string }) {
        const { id, name, bytes, mimeType, mediaType } = await add(body, as)
        return { fileId: id, name, bytes, mimeType, mediaType, sha256: id }
      },
      open(fileId: string) {
        const file = store.one(fileId)
        if (file === null) return null
        return { stream: createReadStream(path(fileId)), mimeType: file.mimeType, name: file.name, bytes: file.bytes }
      },
    },

    tidy: () => sweep(deps.neededUntil, deps.keptMs()),

    erase: {
      /** Those of the files that nobody else needs. */
      delete: ({ fileIds }) => ({ files: fileIds.filter((id) => deps.neededUntil(id) === null && remove(id)).length }),
    },

    /** Calls off the downloads and the sweep that run. */
    close: (): void => closing.abort(),
  } satisfies NounWith
}
