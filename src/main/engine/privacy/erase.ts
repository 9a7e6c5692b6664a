// Erasing one person everywhere, as they may ask. Every noun is asked whether it can be now, then what only it knows to be theirs;
// when that is on disk, each deletes its own, the highest floor first, and the backups that may hold the person give way to a new
// one. A crash in the midst is finished at the next start. Left is their number on the list of those who opted out, if it stands
// there, or they would be written to again. What a program outside or the person's phone keeps is not ours to erase.
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DakiyaError } from '@contract/errors.ts'
import type { operations as numbers } from '@contract/numbers.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Backups } from '../database/backups/backups.ts'
import type { Changes } from '../database/changes.ts'
import { compactIfDue, dueFile } from '../database/compact.ts'
import type { Database } from '../database/open.ts'
import type { Noun } from '../noun.ts'
import { type Begun, createBegun } from './begun.ts'

/** The log is emptied between two readers; a count over a million rows takes about a second. */
const LOG_TRIES = 100
const LOG_PAUSE_MS = 100
/** A file up to this size is written anew at once, in half a second or so; a larger one at the next start. */
const COMPACTED_AT_ONCE_BYTES = 64 * 2 ** 20
/** What a crash left is finished soon after the start; what could not be, whatever the reason, a while later. */
const RESUME_AGAIN_MS = 60_000
/** How long the end of the program waits for an erasure; what is left is finished at the next start. */
const STOP_WITHIN_MS = 2_000

type Operations = Handlers<typeof numbers>
type Kept = Awaited<ReturnType<Operations['kept']>>
type Erased = Awaited<ReturnType<Operations['erase']>>

export interface EraseDeps {
  dataDir: string
  database: Database
  changes: Changes
  clock: Clock
  log: Log
  backups: Pick<Backups, 'renew' | 'count'>
  /** The nouns made before this one, in order of creation. */
  nouns: readonly Noun[]
  /** @throws VALIDATION_ERROR */
  read: (text: string) => { number: string; isGroup: boolean }
}

export function createErase(deps: EraseDeps) {
  const { database, changes, clock, log, nouns, backups } = deps
  const begun = createBegun(join(deps.dataDir, 'erasing.json'), log)
  /** One erasure after the other; resolves when the last has ended. */
  let running: Promise<unknown> = Promise.resolve()
  let cancelResume: (() => void) | null = null
  let isStopped = false

  /** Finishes an erasure in its turn. */
  function inTurn(person: Begun): Promise<Record<string, number>> {
    const done = running.then(() => finish(person))
    running = done.catch(() => undefined)
    return done
  }

  function numberOf(text: string): string {
    const { number, isGroup } = deps.read(text)
    if (isGroup) throw new DakiyaError('VALIDATION_ERROR', 'This is a group, not a person.', { field: 'number' })
    return number
  }

  function gather(number: string): Pick<Begun, 'addresses' | 'fileIds'> {
    const all = nouns.map(({ erase }) => erase?.gather?.(number) ?? {})
    return {
      addresses: [...new Set(all.flatMap(({ addresses = [] }) => addresses))],
      fileIds: [...new Set(all.flatMap(({ fileIds = [] }) => fileIds))],
    }
  }

  const preview = (number: string): Record<string, number | boolean> =>
    Object.assign({}, ...nouns.map(({ erase }) => erase?.preview?.(number) ?? {}))

  /** Everything of a person whose erasure has begun; may be called again after a crash. */
  async function finish(person: Begun): Promise<Record<string, number>> {
    const gone: Record<string, number> = {}
    for (const { erase } of [...nouns].reverse()) Object.assign(gone, await erase?.delete?.(person))
    database.now(() => changes.forget('optOuts', person.number))
    writeFileSync(dueFile(database), '', { mode: 0o600 })
    if (statSync(database.path).size <= COMPACTED_AT_ONCE_BYTES) compactIfDue(database, log)
    await emptyLog()
    const renewed = person.keepBackups ? { removed: 0, left: backups.count() } : await backups.renew()
    begun.end(person.number)
    return { ...gone, backups: renewed.removed, backupsLeft: renewed.left }
  }

  async function emptyLog(): Promise<void> {
    for (let turn = 0; turn < LOG_TRIES; turn += 1) {
      if (database.emptyLog()) return
      await new Promise((resolve) => setTimeout(resolve, LOG_PAUSE_MS))
    }
    log.warn('the log of the database is still read by somebody; it is emptied with one of the next commits')
  }

  const handlers: Pick<Operations, 'kept' | 'erase'> = {
    kept({ number: text }) {
      const number = numberOf(text)
      return { number, ...preview(number) } as Kept
    },
    async erase({ number: text, cancelWaiting, keepBackups }) {
      const number = numberOf(text)
      for (const { erase } of nouns) erase?.refuse?.({ number, cancelWaiting })
      const isNew = !begun.has(number)
      const person = begun.begin({ number, cancelWaiting, keepBackups, askedAt: clock.now(), ...gather(number) })
      try {
        const gone = await inTurn(person)
        const { putAside, isOptedOut } = preview(number)
        return { number, ...gone, putAside, isOptedOut, restartNeeded: existsSync(dueFile(database)) } as Erased
      } catch (cause) {
        // Refused after all: somebody may judge what is under way and ask again. Anything else is finished at the next start.
        if (isNew && cause instanceof DakiyaError && cause.code === 'CONFLICT') begun.end(number)
        throw cause
      }
    },
  }

  /** Finishes what the last life of the program began, one person after the other. */
  async function resume(): Promise<void> {
    cancelResume = null
    for (const person of begun.all()) {
      if (isStopped) return
      await inTurn(person).catch((cause) => log.warn({ err: cause }, 'an erasure could not be finished yet'))
    }
    if (!isStopped && begun.all().length > 0) cancelResume = clock.after(RESUME_AGAIN_MS, () => void resume())
  }

  return {
    handlers,
    resume: (): void => void resume(),
    /** Begins no other; waits a moment for the one under way. */
    async stop(): Promise<void> {
      isStopped = true
      cancelResume?.()
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref())])
    },
  }
}
