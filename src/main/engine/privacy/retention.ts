// How long things are kept, as the settings say: soon after the start and every hour, and at once when a time was changed,
// what is older goes: messages that ended, files that none of them needs, lines of the journal. One after the other.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Journal } from '../base/journal.ts'
import type { Log } from '../base/log.ts'

/** The first messages leave before anything is tidied. */
const FIRST_AFTER_MS = 60_000
const EVERY_MS = 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

const msOf = (days: number): number => (days === 0 ? Number.POSITIVE_INFINITY : days * DAY_MS)

export function createRetention(deps: {
  clock: Clock
  events: Events
  log: Log
  settings: () => Settings
  messages: {
    purgeBefore(before: number, signal: AbortSignal): Promise<number>
    fileNeededUntil(fileId: string): number | null
  }
  media: { sweep(usedUntil: (fileId: string) => number | null, keptMs: number): Promise<number> }
  journal: Journal
}) {
  const { clock, events, log, settings, messages, media, journal } = deps
  const closing = new AbortController()
  let running: Promise<void> | null = null
  let cancel: (() => void) | null = null
  let known = timesOf()

  function timesOf(): string {
    const { keepHistoryDays, keepMediaDays, keepJournalDays } = settings()
    return [keepHistoryDays, keepMediaDays, keepJournalDays].join()
  }

  async function tidy(): Promise<void> {
    const { keepHistoryDays, keepMediaDays, keepJournalDays } = settings()
    journal.keep(msOf(keepJournalDays))
    const dropped =
      keepHistoryDays === 0 ? 0 : await messages.purgeBefore(clock.now() - msOf(keepHistoryDays), closing.signal)
    if (closing.signal.aborted) return
    const files = await media.sweep(messages.fileNeededUntil, msOf(keepMediaDays))
    if (dropped + files > 0) log.info({ messages: dropped, files }, 'what was older than is kept was removed')
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
    async close(): Promise<void> {
      closing.abort()
      silence()
      cancel?.()
      // With a clock that stands still a step's breath never ends, and nothing of it is half done.
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 200).unref())])
    },
  }
}
