// A few ids in a small file that outlives the program: what it had in its hands when it broke down.
// No fsync: what is feared is a crash of the program, which the system's cache survives. A failing write harms nobody.
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import type { Log } from './log.ts'

export interface Slots {
  readonly count: number
  /** The ids there are. */
  read(): number[]
  /** Puts an id into a slot; 0 empties it. */
  write(slot: number, id: number): void
  clear(): void
  close(): void
}

const COUNT = 512
const BYTES = 8

/** Opens the file at `path`, made when it is missing. */
export function openSlots(path: string, log: Log): Slots {
  const one = Buffer.alloc(BYTES)
  let file = open()

  function open(): number | null {
    try {
      return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    } catch (cause) {
      log.warn({ err: cause }, 'breakdowns cannot be tied to messages')
      return null
    }
  }

  function put(bytes: Buffer, at: number): void {
    if (file === null) return
    try {
      writeSync(file, bytes, 0, bytes.length, at)
    } catch (cause) {
      log.warn({ err: cause }, 'breakdowns cannot be tied to messages')
    }
  }

  return {
    count: COUNT,
    read() {
      if (file === null) return []
      const all = Buffer.alloc(COUNT * BYTES)
      const length = readSync(file, all, 0, all.length, 0)
      const ids = Array.from({ length: Math.floor(length / BYTES) }, (_, slot) =>
        Number(all.readBigUInt64LE(slot * BYTES)),
      )
      return ids.filter((id) => id > 0)
    },
    write(slot, id) {
      one.writeBigUInt64LE(BigInt(id))
      put(one, slot * BYTES)
    },
    clear: () => put(Buffer.alloc(COUNT * BYTES), 0),
    close() {
      if (file !== null) closeSync(file)
      file = null
    },
  }
}
