// What happens to the data before they are opened: a restore that was asked for, one that was broken off, and a look at
// whether the file is sound. Never a silent empty start: where data once were and are not, or are damaged, this refuses.
import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { check, type Finding, type Profile, profileOf, versionOf } from '../check.ts'
import { DatabaseNewer, NEWEST } from '../migrate.ts'
import { backupFolder, backupsIn, newestGood } from './backup-files.ts'
import { copyData } from './copy.ts'
import { damageSeen, dataFile, makeSafe, putAside, stagedFile, swap } from './restore.ts'

/** A larger file is looked at in the database's own thread, behind the start: 1–2 ms a MiB would delay the first message. */
export const LOOKED_AT_FIRST_BYTES = 64 * 2 ** 20

/** The data cannot be used, or a restore cannot be done; the message is the one sentence that says what to do. */
export class DataRefused extends Error {
  override readonly name = 'DataRefused'
}

/**
 * Makes the data in `dataDir` ready to be opened. `restore` = a backup's file or name, or `latest`; null = as they are.
 * @returns what was put aside and what took its place, for the log; null when nothing was restored
 * @throws DataRefused · DatabaseNewer, with the data untouched
 */
export async function readyData(options: {
  dataDir: string
  profile: Profile
  restore: string | null
  now: number
}): Promise<{ restored: string } | null> {
  const { dataDir, profile, restore, now } = options
  const restored = restore === null ? null : await stage(dataDir, profile, restore)
  swap(dataDir)
  lookAt(dataDir, now)
  if (isOfOther(dataFile(dataDir), profile)) {
    throw new DataRefused(`The data in ${dataDir} ${theirs[profile]}; nothing was changed, choose another --data-dir.`)
  }
  return restored === null ? null : { restored }
}

/** What data of the other profile are said to be. */
const theirs: Record<Profile, string> = {
  real: 'were made in practice mode and stay there',
  practice: 'belong to real numbers and do not go into practice mode',
}

/** Whether the file belongs to the other profile; one that does not say is taken as it is. */
export function isOfOther(path: string, profile: Profile): boolean {
  const found = profileOf(path)
  return found !== null && found !== profile
}

function lookAt(dataDir: string, now: number): void {
  const data = dataFile(dataDir)
  const seen = damageSeen(dataDir)
  if (seen !== null) throw refusal(dataDir, { state: 'damaged', problem: seen }, putAside(dataDir, now))
  const version = versionOf(data)
  if (version > NEWEST) throw new DatabaseNewer(version)
  const hadData = existsSync(backupFolder(dataDir))
  const isLarge = existsSync(data) && statSync(data).size > LOOKED_AT_FIRST_BYTES
  const found: Finding = isLarge && version > 0 ? { state: 'good', version } : check(data, 'quick')
  if (found.state === 'good') {
    if (found.version > NEWEST) throw new DatabaseNewer(found.version)
    return
  }
  if (found.state === 'foreign') {
    throw new DataRefused(`${data} belongs to another program; nothing was changed, choose another --data-dir.`)
  }
  if (found.state !== 'damaged' && !hadData) return
  throw refusal(dataDir, found, putAside(dataDir, now))
}

function refusal(dataDir: string, found: Finding, folder: string | null): DataRefused {
  const what =
    found.state === 'damaged'
      ? `The data in ${dataDir} are damaged (${found.problem.split('\n')[0]?.replace(/\.$/, '')})`
      : `The data in ${dataDir} are gone (${found.state === 'empty' ? 'dakiya.db is empty' : 'there is no dakiya.db'})`
  const where = folder === null ? '' : ` and were put aside in ${relative(dataDir, folder)}`
  const good = newestGood(dataDir, NEWEST)
  const next =
    good === null
      ? 'there is no good backup, so start with --restore FILE if you have one elsewhere, or anew with another --data-dir'
      : `start with --restore latest to go on with the backup of ${dayAndTime(good.madeAt)} (${good.path})`
  return new DataRefused(`${what}${where}; ${next}.`)
}

const dayAndTime = (at: number): string =>
  new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Copies and checks the backup asked for; the present data stay as they are. */
async function stage(dataDir: string, profile: Profile, asked: string): Promise<string> {
  const path = asked === 'latest' ? newestGood(dataDir, NEWEST)?.path : fileOf(dataDir, asked)
  if (path === undefined) {
    const count = backupsIn(dataDir).length
    const none = count === 0 ? 'there is none' : `none of the ${count} is good`
    throw new DataRefused(`No backup in ${backupFolder(dataDir)} can be restored: ${none}. Nothing was changed.`)
  }
  refuseUnfit(path, profile)
  try {
    await copyData(path, stagedFile(dataDir))
    makeSafe(stagedFile(dataDir))
  } catch (cause) {
    const { message, code } = cause as { message: string; code?: string }
    const why = code === 'SQLITE_FULL' || code === 'ENOSPC' ? 'the disk is full' : message
    throw new DataRefused(`${path} cannot be restored: ${why}. Nothing was changed.`, { cause })
  }
  return path
}

/** A path, or the name of one of our own backups. */
function fileOf(dataDir: string, asked: string): string {
  const own = join(backupFolder(dataDir), asked)
  return !isAbsolute(asked) && !existsSync(asked) && existsSync(own) ? own : asked
}

/** @throws DataRefused when the file is not a sound backup that this program can read */
function refuseUnfit(path: string, profile: Profile): void {
  const refuse = (why: string, cause?: unknown) =>
    new DataRefused(`${path} cannot be restored: ${why}. Nothing was changed.`, { cause })
  let found: Finding
  try {
    found = existsSync(path) && statSync(path).isDirectory() ? { state: 'foreign' } : check(path, 'full')
  } catch (cause) {
    throw refuse(`it cannot be read (${(cause as { code?: string }).code ?? 'unknown'})`, cause)
  }
  if (found.state === 'missing') throw refuse('there is no such file')
  if (found.state === 'empty') throw refuse('it is empty')
  if (found.state === 'foreign') throw refuse('it is no backup of Dakiya')
  if (found.state === 'damaged') throw refuse('it is damaged')
  if (isOfOther(path, profile)) throw refuse(`the data in it ${theirs[profile]}`)
  if (found.version > NEWEST) throw refuse('it was made by a newer Dakiya; update Dakiya first')
}
