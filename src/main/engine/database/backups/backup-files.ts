// The folder of backups. A file's name says when it was made and what for; what lies here under such a name was
// checked when it was made. That the folder is there at all tells the start that there were data once.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../check.ts'

export type Kind = 'hourly' | 'daily' | 'manual' | 'update'

export interface Copy {
  name: string
  path: string
  /** Epoch ms. */
  madeAt: number
  kind: Kind
  bytes: number
}

/** How many of each kind are kept. */
const KEPT: Record<Kind, number> = { hourly: 7, daily: 7, manual: 7, update: 2 }

const NAME = /^dakiya-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(hourly|daily|manual|update)\.db$/

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups')

/** 20261121T030000Z: to the second, and it sorts. */
export const stampOf = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')

export function makeBackupFolder(dataDir: string): void {
  mkdirSync(backupFolder(dataDir), { recursive: true, mode: 0o700 })
}

/** A path that is free yet; two within one second get two seconds. */
export function placeFor(dataDir: string, kind: Kind, at: number): string {
  const path = join(backupFolder(dataDir), `dakiya-${stampOf(at)}-${kind}.db`)
  return existsSync(path) ? placeFor(dataDir, kind, at + 1_000) : path
}

/** Newest first. */
export function backupsIn(dataDir: string): Copy[] {
  const folder = backupFolder(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => {
      const found = NAME.exec(name)
      if (found === null) return []
      const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ]
      const madeAt = Date.UTC(year, month - 1, day, hour, minute, second)
      const path = join(folder, name)
      return [{ name, path, madeAt, kind: found[7] as Kind, bytes: statSync(path).size }]
    })
    .sort((a, b) => b.madeAt - a.madeAt)
}

/** What is beyond the number kept of its kind. */
export function surplus(copies: readonly Copy[]): Copy[] {
  return (Object.keys(KEPT) as Kind[]).flatMap((kind) =>
    copies
      .filter((copy) => copy.kind === kind)
      .sort((a, b) => b.madeAt - a.madeAt)
      .slice(KEPT[kind]),
  )
}

/** Removes what is beyond the number kept, and what an interrupted copy left behind. */
export function tidy(dataDir: string): void {
  for (const { path } of surplus(backupsIn(dataDir))) rmSync(path, { force: true })
  for (const name of readdirSync(backupFolder(dataDir))) {
    if (name.includes('.part')) rmSync(join(backupFolder(dataDir), name), { force: true })
  }
}

/** The newest that is sound now and that this program can read; looks into each until one is. */
export function newestGood(dataDir: string, newestVersion: number): Copy | null {
  for (const copy of backupsIn(dataDir)) {
    const found = check(copy.path, 'full')
    if (found.state === 'good' && found.version <= newestVersion) return copy
  }
  return null
}
