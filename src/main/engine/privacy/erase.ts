// Erasing one person everywhere, as they may ask: messages, files only they got, what WhatsApp said of them, the keys of
// their phones, and the backups. Left is their number on the list of those who opted out, if it stands there, or they would
// be written to again. What a program outside or the person's phone keeps is not ours to erase.
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { DakiyaError } from '@contract/errors.ts'
import type { numbers } from '@contract/numbers.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Log } from '../base/log.ts'
import type { Backups } from '../database/backups/backups.ts'
import type { Database } from '../database/open.ts'
import type { Messages } from '../messages/messages.ts'
import type { OptOuts } from '../people/opt-outs.ts'
import type { Registrations } from '../people/registrations.ts'

/** The log is emptied between two readers; a count over a million rows takes about a second. */
const LOG_TRIES = 100
const LOG_PAUSE_MS = 100

/** A file up to this size is written anew at once, in half a second or so; a larger one at the next start. */
const COMPACTED_AT_ONCE_BYTES = 64 * 2 ** 20

const dueFile = (database: Database): string => `${database.path}.compact`

/** Writes the file anew if an erasure still wants it: its remnants in free space go. Before anything else uses the database. */
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

export function createErasing(deps: {
  database: Database
  log: Log
  messages: Pick<Messages, 'keptOf' | 'erase' | 'fileNeededUntil'>
  media: { erase(fileId: string): boolean }
  optOuts: Pick<OptOuts, 'has' | 'forgetNote'>
  registrations: Pick<Registrations, 'forget'>
  whatsapp: { forgetPerson(number: string, addresses: readonly string[]): void }
  backups: Pick<Backups, 'renew' | 'count' | 'countPutAside' | 'isRestoring'>
  /** @throws VALIDATION_ERROR */
  read: (text: string) => { number: string; isGroup: boolean }
  isOwn: (number: string) => boolean
}): Pick<Handlers<typeof numbers>, 'kept' | 'erase'> {
  const { database, log, messages, media, optOuts, registrations, whatsapp, backups } = deps

  function person(text: string): string {
    const { number, isGroup } = deps.read(text)
    if (isGroup) throw new DakiyaError('VALIDATION_ERROR', 'This is a group, not a person.', { field: 'number' })
    return number
  }

  async function emptyLog(): Promise<void> {
    for (let turn = 0; turn < LOG_TRIES; turn += 1) {
      if (database.emptyLog()) return
      await new Promise((resolve) => setTimeout(resolve, LOG_PAUSE_MS))
    }
    log.warn('the log of the database is still read by somebody; it is emptied with one of the next commits')
  }

  return {
    kept({ number: text }) {
      const number = person(text)
      return {
        number,
        ...messages.keptOf(number),
        backups: backups.count(),
        putAside: backups.countPutAside(),
        isOptedOut: optOuts.has(number),
      }
    },

    async erase({ number: text, cancelWaiting, keepBackups }) {
      const number = person(text)
      if (deps.isOwn(number)) {
        throw new DakiyaError('CONFLICT', 'This is the number of one of your devices. Remove the device instead.')
      }
      if (backups.isRestoring()) {
        throw new DakiyaError('CONFLICT', 'A backup takes the place of the data at the next start. Start again first.')
      }
      const { fileIds, addresses, ...gone } = await messages.erase(number, cancelWaiting)
      const address = registrations.forget(number)
      whatsapp.forgetPerson(number, address === null ? addresses : [...addresses, address])
      if (optOuts.has(number)) optOuts.forgetNote(number)
      const files = fileIds.filter((id) => messages.fileNeededUntil(id) === null && media.erase(id)).length
      writeFileSync(dueFile(database), '', { mode: 0o600 })
      if (statSync(database.path).size <= COMPACTED_AT_ONCE_BYTES) compactIfDue(database, log)
      await emptyLog()
      const renewed = keepBackups ? { removed: 0, left: backups.count() } : await backups.renew()
      return {
        number,
        ...gone,
        files,
        backups: renewed.removed,
        backupsLeft: renewed.left,
        putAside: backups.countPutAside(),
        restartNeeded: existsSync(dueFile(database)),
        isOptedOut: optOuts.has(number),
      }
    },
  }
}
