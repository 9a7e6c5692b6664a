// Backups: a copy every hour, the first of a day kept as that day's, made and checked in the database's own thread while
// messages go out. Since a copy has the original's pages, checking it checks the data: damage is found within the hour,
// however quietly the disk did it.
import { renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import type { operations } from '@contract/backups.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { NounWith } from '../../noun.ts'
import { type Profile, versionOf } from '../check.ts'
import { NEWEST } from '../migrate.ts'
import type { Database } from '../open.ts'
import { inThread, JobFailed } from '../threads/job-thread.ts'
import { backupFolder, backupsIn, type Copy, type Kind, makeBackupFolder, placeFor, tidy } from './backup-files.ts'
import { countAside, isStaged, makeSafe, stagedFile } from './restore.ts'
import { isOfOther, LOOKED_AT_FIRST_BYTES } from './startup-check.ts'

const HOUR_MS = 60 * 60_000
/** After a start other things come first, the first message among them. */
const FIRST_AFTER_MS = 2 * 60_000
/** Data that nobody changed are copied, and so checked, all the same after this long. */
const IDLE_MS = 7 * 24 * HOUR_MS
/** A file too large to be looked at before it was opened is looked at when the first messages have left. */
const EXAMINE_AFTER_MS = 20_000
/** A backup never takes the last of the disk from the sending. */
const LEAVE_FREE_BYTES = 256 * 2 ** 20

export interface BackupsDeps {
  database: Database
  dataDir: string
  profile: Profile
  clock: Clock
  log: Log
  /** Sending rests, because the data are about to be exchanged. */
  pause: () => void
  /** The data themselves are damaged; nothing more may be written to them. */
  onDamaged: (problem: string) => void
}

export type Backups = ReturnType<typeof createBackups>

export function createBackups(deps: BackupsDeps) {
  const { database, dataDir, clock, log } = deps
  const closing = new AbortController()
  let running: Promise<Copy> | null = null
  let problem: 'no-room' | 'failed' | null = null
  let copiedAt: { changes: number } | null = null
  let cancel: (() => void) | null = null
  let cancelExamine: (() => void) | null = null
  makeBackupFolder(dataDir)

  const newest = (): Copy | undefined => backupsIn(dataDir).find(({ kind }) => kind !== 'update')

  function start(): void {
    tidy(dataDir)
    const since = clock.now() - (newest()?.madeAt ?? 0)
    // A clock that was set back must not put the next one off for ever.
    look(Math.min(HOUR_MS, Math.max(FIRST_AFTER_MS, HOUR_MS - since)))
    if (statSync(database.path).size > LOOKED_AT_FIRST_BYTES) {
      cancelExamine = clock.after(EXAMINE_AFTER_MS, () => void examine('quick'))
    }
  }

  function look(inMs: number): void {
    cancel = clock.after(inMs, () => {
      const next = () => look(HOUR_MS)
      if (isIdle()) next()
      else make(hasToday() ? 'hourly' : 'daily').then(next, next)
    })
  }

  const isIdle = (): boolean =>
    copiedAt?.changes === database.changes() && clock.now() - (newest()?.madeAt ?? 0) < IDLE_MS

  function hasToday(): boolean {
    const today = new Date(clock.now()).toDateString()
    return backupsIn(dataDir).some(({ kind, madeAt }) => kind === 'daily' && new Date(madeAt).toDateString() === today)
  }

  /** Makes one and waits for it; a second caller waits for the first one's. */
  function make(kind: Kind): Promise<Copy> {
    running ??= copy(kind).finally(() => {
      running = null
    })
    return running
  }

  async function copy(kind: Kind): Promise<Copy> {
    if (closing.signal.aborted) throw new DakiyaError('CONFLICT', 'Dakiya is ending.')
    const { bavail, bsize } = statfsSync(dataDir)
    if (bavail * bsize < statSync(database.path).size * 1.1 + LEAVE_FREE_BYTES) {
      problem = 'no-room'
      log.warn('no backup: the disk has too little room')
      throw new DakiyaError('STORAGE_FULL', 'There is too little room on the disk for a backup.')
    }
    const changes = database.changes()
    const to = placeFor(dataDir, kind, clock.now())
    try {
      const { tookMs, rows, bytes } = await inThread({ kind: 'copy', from: database.path, to }, closing.signal)
      problem = null
      copiedAt = { changes }
      log.info({ kind, tookMs, rows, bytes }, 'a backup was made')
      tidy(dataDir)
    } catch (cause) {
      if (!closing.signal.aborted) await failed(cause)
      throw cause
    }
    const made = backupsIn(dataDir).find(({ path }) => path === to)
    if (made === undefined) throw new Error('the backup just made is gone')
    return made
  }

  /** Was it the copy or the original? */
  async function failed(cause: unknown): Promise<void> {
    problem = 'failed'
    log.error({ err: cause }, 'a backup could not be made')
    const isSuspect = cause instanceof JobFailed && (cause.isBadCopy || cause.code?.startsWith('SQLITE_CORRUPT'))
    if (isSuspect) await examine('full')
  }

  /** Makes a new one and removes all others; where there were none, none is made. Without a new one the others stay. */
  async function renew(): Promise<{ removed: number; left: number }> {
    while (running !== null) await running.catch(() => {})
    const before = backupsIn(dataDir)
    if (before.length === 0) return { removed: 0, left: 0 }
    try {
      await make('manual')
    } catch (cause) {
      // The program ends: whoever asked must ask again.
      if (closing.signal.aborted) throw cause
      log.warn({ err: cause }, 'no new backup, so the older ones stay')
      return { removed: 0, left: before.length }
    }
    for (const { path } of before) rmSync(path, { force: true })
    return { removed: before.length, left: 0 }
  }

  /** Looks at the data in use; damage is told to `onDamaged`. */
  async function examine(how: 'quick' | 'full'): Promise<void> {
    try {
      const found = await inThread({ kind: 'check', path: database.path, how }, closing.signal)
      if (found.state === 'damaged') deps.onDamaged(found.problem)
    } catch (cause) {
      if (!closing.signal.aborted) log.warn({ err: cause }, 'the data could not be examined')
    }
  }

  const shown = ({ name, madeAt, kind, bytes }: Copy) => ({ name, madeAt, kind, bytes })

  const handlers: Handlers<typeof operations> = {
    list: () => ({
      backups: backupsIn(dataDir).map(shown),
      folder: backupFolder(dataDir),
      isRunning: running !== null,
      problem,
      restoring: isStaged(dataDir),
    }),
    make: async () => ({ backup: shown(await make('manual')) }),
    async restore({ name }) {
      const found = backupsIn(dataDir).find((candidate) => candidate.name === name)
      if (found === undefined) throw new DakiyaError('NOT_FOUND', 'There is no backup of this name.')
      if (versionOf(found.path) > NEWEST)
        throw new DakiyaError('CONFLICT', 'This backup was made by a newer Dakiya. Update Dakiya first.')
      if (isOfOther(found.path, deps.profile))
        throw new DakiyaError('CONFLICT', 'Practice data and the data of real numbers do not take each other’s place.')
      const staged = stagedFile(dataDir)
      try {
        await inThread({ kind: 'copy', from: found.path, to: `${staged}.next` }, closing.signal)
        makeSafe(`${staged}.next`)
      } catch (cause) {
        if (!(cause instanceof JobFailed) || closing.signal.aborted) throw cause
        throw new DakiyaError('CONFLICT', `This backup cannot be used: ${cause.message}.`, { cause })
      }
      deps.pause()
      renameSync(`${staged}.next`, staged)
      return { restoring: true }
    },
    keep() {
      rmSync(stagedFile(dataDir), { force: true })
      return { restoring: false }
    },
  }

  const count = () => backupsIn(dataDir).length

  return {
    handlers: { backups: handlers },
    erase: {
      /** Data put aside for a backup stay until somebody deletes their folders. */
      preview: () => ({ backups: count(), putAside: countAside(dataDir) }),
      refuse() {
        if (!isStaged(dataDir)) return
        throw new DakiyaError('CONFLICT', 'A backup takes the place of the data at the next start. Start again first.')
      },
    },
    make,
    renew,
    count,
    examine,
    start,
    /** Ends what runs; a copy half made is gone at the next start. */
    async stop(): Promise<void> {
      cancel?.()
      cancelExamine?.()
      closing.abort()
      await running?.catch(() => {})
      rmSync(`${stagedFile(dataDir)}.next`, { force: true })
    },
  } satisfies NounWith
}
