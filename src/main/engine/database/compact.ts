// Writing the file anew after an erasure: what was deleted leaves remnants in free space, which go with the old file. A mark beside
// the database says that it is still to be done.
import { existsSync, rmSync } from 'node:fs'
import type { Log } from '../base/log.ts'
import type { Database } from './open.ts'

/** The mark; whoever wants the file written anew makes it. */
export const dueFile = (database: Database): string => `${database.path}.compact`

/** Writes the file anew if that is due. At the start, before anything else uses the database, or for a small file at once. */
export function compactIfDue(database: Database, log: Log): void {
  if (!existsSync(dueFile(database))) return
  try {
    database.compact()
    rmSync(dueFile(database), { force: true })
    database.emptyLog()
  } catch (cause) {
    log.warn({ err: cause }, 'the data could not be written anew; the next start tries again')
  }
}
