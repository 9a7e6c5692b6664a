// Where sessions outlive the program: a small file of the profile, for this user alone, with digests and times and no secret.
// It is no part of the database, so that a restored backup never lets an old page in.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { DoorLog } from '../../calls/refuse.ts'

/** Until when each session holds (epoch ms), by the digest of its cookie. */
type Kept = Record<string, number>

export interface SessionFile {
  read(): Kept
  write(sessions: Kept): void
}

/** @param path of the file; what cannot be read or written costs people a sign-in, never more */
export function createSessionFile(path: string, log: Pick<DoorLog, 'error'>): SessionFile {
  return {
    read() {
      try {
        const found = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as object)
        return Object.fromEntries(found.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
      } catch {
        return {}
      }
    },
    write(sessions) {
      try {
        writeFileSync(`${path}.new`, JSON.stringify(sessions), { mode: 0o600 })
        renameSync(`${path}.new`, path)
      } catch (cause) {
        log.error({ err: cause }, 'the pages signed in could not be kept')
      }
    },
  }
}
