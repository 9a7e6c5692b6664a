// The engine, joined: the only place that knows all nouns. Plain Node; it never hears of Electron, HTTP or React.
import type { Contract, Event } from '@contract/index.ts'
import type { HistoryFilter } from '@contract/messages.ts'
import type { Scope } from '@contract/common.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Readable } from 'node:stream'
import type { Clock } from './base/clock.ts'
import type { Log } from './base/log.ts'
import type { Random } from './base/random.ts'
import type { Network } from './whatsapp/network.ts'

/** Everything a door may call; app, events and practice belong to the doors themselves. */
export type Operations = {
  [Noun in Exclude<keyof Contract, 'app' | 'events' | 'practice'>]: Handlers<Contract[Noun]>
}

export interface EngineDeps {
  dataDir: string
  network: Network
  clock: Clock
  random: Random
  log: Log
  isPractice: boolean
  /** The one local origin that a practice profile may fetch media from; null in a real one. */
  mediaOrigin: () => string | null
}

export interface Engine {
  operations: Operations
  keys: {
    /** The key behind a secret, or null. Constant time; no database. */
    check(secret: string): { id: string; name: string; scopes: readonly Scope[] } | null
    issue(name: string, scopes: Scope[]): Promise<{ id: string; secret: string }>
  }
  files: {
    /** Keeps a file by its SHA-256. @throws DakiyaError MEDIA_REJECTED, PAYLOAD_TOO_LARGE, STORAGE_FULL */
    add(body: Readable, as: { name: string }): Promise<FileAnswer>
    open(fileId: string): { stream: Readable; mimeType: string; name: string; bytes: number } | null
  }
  /** All matches as CSV text, in pieces. */
  historyCsv(filter: HistoryFilter): AsyncIterable<string>
  events: { subscribe(listener: (event: Event) => void): () => void }
  /** What stopped sending by itself, if anything has. */
  trouble(): 'storage-full' | 'pc-offline' | null
  /** Settles or marks what is in flight and closes the database; within 10 s. */
  close(): Promise<void>
}

export interface FileAnswer {
  fileId: string
  name: string
  bytes: number
  mimeType: string
  mediaType: string
  sha256: string
}

export declare function createEngine(deps: EngineDeps): Promise<Engine>
