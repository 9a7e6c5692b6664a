// The erasures that have begun, in a small file of the data folder: what was gathered of each person, until the last of it has gone.
// No table of the database, because a backup made meanwhile would hold the person again.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../base/log.ts'
import { sync } from '../database/backups/copy.ts'
import type { Erasure } from '../noun.ts'

export interface Begun extends Erasure {
  keepBackups: boolean
}

/** @param path of the file; it is there only while an erasure is under way */
export function createBegun(path: string, log: Log) {
  function all(): Begun[] {
    if (!existsSync(path)) return []
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Begun[]
    } catch (cause) {
      // It is written whole or not at all; somebody else has changed it, and a person can erase again.
      log.error({ err: cause }, 'the erasures under way cannot be read')
      return []
    }
  }

  /** Resolves to disk: the file, then its name. */
  function write(begun: readonly Begun[]): void {
    if (begun.length === 0) {
      rmSync(path, { force: true })
    } else {
      writeFileSync(`${path}.new`, JSON.stringify(begun), { mode: 0o600 })
      sync(`${path}.new`)
      renameSync(`${path}.new`, path)
    }
    sync(dirname(path))
  }

  const others = (number: string) => all().filter((one) => one.number !== number)
  return {
    all,
    /** Keeps what was gathered before of the same person: a first try may have deleted where it was found. */
    begin(one: Begun): Begun {
      const before = all().find(({ number }) => number === one.number)
      const addresses = [...new Set([...(before?.addresses ?? []), ...one.addresses])]
      const fileIds = [...new Set([...(before?.fileIds ?? []), ...one.fileIds])]
      const united = { ...one, addresses, fileIds }
      write([...others(one.number), united])
      return united
    },
    has: (number: string): boolean => all().some((one) => one.number === number),
    end: (number: string): void => write(others(number)),
  }
}
