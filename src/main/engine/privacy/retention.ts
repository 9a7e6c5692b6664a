// How long things are kept, as the settings say: soon after the start and every hour, and at once when a time was changed, each noun
// removes what is older, the highest floor first, so that what needed a file has gone before the files are looked at.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'
import type { Noun } from '../noun.ts'

/** The first messages leave before anything is tidied. */
const FIRST_AFTER_MS = 60_000
const EVERY_MS = 60 * 60_000
const DAY_MS = 24 * 60 * 60_000
/** Whoever reads the table of changes has read it by then. */
const CHANGES_KEPT_MS = DAY_MS
const CHANGES_A_STEP = 500

const msOf = (days: number): number => (days === 0 ? Number.POSITIVE_INFINITY : days * DAY_MS)

export interface RetentionDeps {
  database: Database
  changes: Changes
  clock: Clock
  events: Events
  log: Log
  journal: Journal
  settings: () => Settings
  /** The nouns made before this one, in order of creation. */
  nouns: readonly Noun[]
}

export function createRetention(deps: RetentionDeps) {
  const { database, changes, clock, events, log, settings, journal, nouns } = deps
  const closing = new AbortController()
  let running: Promise<void> | null = null
  let cancel: (() => void) | null = null
  let known = timesOf()

  function timesOf(): string {
    const { keepHistoryDays, keepMediaDays, keepJournalDays } = settings()
    return [keepHistoryDays, keepMediaDays, keepJournalDays].join()
  }

  async function tidy(): Promise<void> {
    journal.keep(msOf(settings().keepJournalDays))
    let removed = 0
    for (const noun of [...nouns].reverse()) {
      if (closing.signal.aborted) return
      removed += (await noun.tidy?.(closing.signal)) ?? 0
    }
    await trimChanges()
    if (removed > 0) log.info({ removed }, 'what was older than is kept was removed')
  }

  async function trimChanges(): Promise<void> {
    const before = clock.now() - CHANGES_KEPT_MS
    for (let isMore = true; isMore && !closing.signal.aborted; ) {
      isMore = (await database.commit(() => changes.trim(before, CHANGES_A_STEP))) === CHANGES_A_STEP
      if (isMore) await new Promise(setImmediate)
    }
  }

  function later(ms: number): void {
    cancel?.()
    cancel = clock.after(ms, () => {
      cancel = null
      if (running !== null) return
      const times = timesOf()
      running = tidy()
        .catch((cause) => {
          // A full disk, or a file that is open elsewhere: the next hour tries again.
          if (!closing.signal.aborted) log.warn({ err: cause }, 'what is too old could not be removed')
        })
        .finally(() => {
          running = null
          // A time that was changed meanwhile is heeded at once.
          if (!closing.signal.aborted) later(times === timesOf() ? EVERY_MS : 0)
        })
    })
  }

  const silence = events.on('settings.changed', () => {
    if (timesOf() === known) return
    known = timesOf()
    later(0)
  })

  return {
    start: (): void => later(FIRST_AFTER_MS),
    /** Nothing more is begun; what runs ends after its step. */
    async stop(): Promise<void> {
      closing.abort()
      silence()
      cancel?.()
      // With a clock that stands still the pause between two steps never ends, and nothing of it is half done.
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 200).unref())])
    },
  }
}
