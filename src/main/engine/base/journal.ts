// The journal: what happened to messages, line by line, so that a checker can judge afterwards whether every promise held.
// Only ids of ours and digests: no number, no text. Lines are gathered and appended behind the work, never waited for;
// a process that is killed loses at most the last few. The file turns over by size and by age, and the oldest goes.
import { createHash, randomBytes } from 'node:crypto'
import {
  appendFile,
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export type Line =
  /** A process began, or ended in order. */
  | { kind: 'start' }
  | { kind: 'stop' }
  /** Rows are on disk; their caller is told after this. */
  | { kind: 'accepted'; ids: number[] }
  /** A change of state is on disk. `chat` and `waId` with a claim. */
  | { kind: 'state'; id: number; fact: string; to: string; outcome: string | null; waId?: string; chat?: string }
  /** A letter is handed to the connection. */
  | { kind: 'out'; id: number; waId: string; bytes: string }
  | { kind: 'ack'; waId: string; code: string | null }
  | { kind: 'receipt'; waId: string; receipt: string }
  | { kind: 'echo'; waId: string }

export interface Journal {
  note(line: Line): void
  /** A short digest that tells two chats or contents apart and nothing more. */
  digest(what: string | Uint8Array): string
  /** From now on lines older than `ms` go; Infinity = only by size. To be called about once an hour. */
  keep(ms: number): void
  /** Writes what is gathered. */
  close(): void
}

const EVERY_MS = 20
const MOST_BYTES = 16 * 1024 * 1024
const FILES = 4
/** A part spans a quarter of the time that lines are kept, and goes when its last line has seen the other three. */
const PARTS_OF_TIME = 4

/** Digests with `salt`, so that nobody finds a number by trying all of them without the salt. */
export function createDigest(salt: Uint8Array): Journal['digest'] {
  return (what) => createHash('sha256').update(salt).update(what).digest('base64url').slice(0, 12)
}

/** Opens the journal in `dir`: `journal.jsonl`, older parts `journal.1.jsonl` … */
export function openJournal(options: { dir: string; clock: Clock; log: Log }): Journal {
  const { dir, clock, log } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'journal.jsonl')
  let size = existsSync(path) ? statSync(path).size : 0
  let gathered = ''
  let cancel: (() => void) | null = null
  let isWriting = false
  let keptMs = Number.POSITIVE_INFINITY
  const part = (number: number) => join(dir, number === 0 ? 'journal.jsonl' : `journal.${number}.jsonl`)

  /** Removes the parts whose last line is too old; turns over what spans too long. */
  function tidy(): void {
    if (keptMs === Number.POSITIVE_INFINITY) return
    const quarter = keptMs / PARTS_OF_TIME
    const now = clock.now()
    for (let number = FILES - 1; number > 0; number -= 1) {
      if (existsSync(part(number)) && timeIn(part(number), 'last') < now - (keptMs - quarter)) rmSync(part(number))
    }
    if (existsSync(path) && timeIn(path, 'first') < now - quarter) turnOver()
  }

  function turnOver(): void {
    for (let number = FILES - 1; number > 0; number -= 1) {
      if (existsSync(part(number - 1))) renameSync(part(number - 1), part(number))
    }
    size = 0
  }

  function take(): string {
    const text = gathered
    gathered = ''
    size += text.length
    return text
  }

  function write(): void {
    cancel = null
    if (isWriting || gathered === '') return
    isWriting = true
    try {
      if (size > MOST_BYTES) turnOver()
    } catch (cause) {
      log.warn({ err: cause }, 'the journal could not be turned over')
    }
    appendFile(path, take(), { mode: 0o600 }, (cause) => {
      isWriting = false
      // A full disk: these lines are lost, sending rests for the same reason.
      if (cause) log.warn({ err: cause }, 'the journal could not be written')
      if (gathered !== '' && cancel === null) cancel = clock.after(EVERY_MS, write)
    })
  }

  return {
    note(line) {
      gathered += `${JSON.stringify({ at: clock.now(), ...line })}\n`
      if (cancel === null && !isWriting) cancel = clock.after(EVERY_MS, write)
    },
    digest: createDigest(saltOf(join(dir, 'salt'))),
    keep(ms) {
      keptMs = ms
      if (isWriting) return
      try {
        tidy()
      } catch (cause) {
        log.warn({ err: cause }, 'old parts of the journal could not be removed')
      }
    },
    close() {
      cancel?.()
      if (gathered !== '') appendFileSync(path, take(), { mode: 0o600 })
    },
  }
}

/** When the first or the last line of a part was written, epoch ms; 0 where no line can be read. */
function timeIn(path: string, which: 'first' | 'last'): number {
  const piece = Buffer.alloc(64 * 1024)
  const file = openSync(path, 'r')
  try {
    const from = which === 'first' ? 0 : Math.max(0, statSync(path).size - piece.length)
    const text = piece.toString('utf8', 0, readSync(file, piece, 0, piece.length, from))
    const times = [...text.matchAll(/^\{"at":(\d+)/gm)]
    return Number(times.at(which === 'first' ? 0 : -1)?.[1] ?? 0)
  } finally {
    closeSync(file)
  }
}

function saltOf(path: string): Uint8Array {
  if (!existsSync(path)) writeFileSync(path, randomBytes(16), { mode: 0o600 })
  return readFileSync(path)
}
