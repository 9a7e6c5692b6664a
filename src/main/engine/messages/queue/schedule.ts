// Messages that wait for a time, or waited too long: a PC sleeps, a phone is away for a week. Pure rules and one timer.
import type { Settings } from '@contract/settings.ts'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { QueueStore } from './store.ts'

const MINUTE_MS = 60_000
/** The PC's clock may be set at any time, so that nobody trusts one long timer. */
const LOOK_EVERY_MS = 30_000
const RELEASE_AGAIN_MS = 5_000
const ROWS_A_COMMIT = 200

/** What becomes of a message whose turn it is: it goes, or it is too early (the clock was set back) or too late. */
export function inTime(row: Row, settings: Settings, now: number): 'send' | 'ask' | 'skip' | 'early' {
  if ((row.scheduledAt ?? 0) > now) return 'early'
  const whenLate = row.whenLate ?? settings.whenLate
  const lateAfterMinutes = row.lateAfterMinutes ?? settings.lateAfterMinutes
  if (whenLate === 'send' || lateAfterMinutes === 0) return 'send'
  const since = Math.max(row.createdAt, row.scheduledAt ?? 0)
  return now - since > lateAfterMinutes * MINUTE_MS ? whenLate : 'send'
}

/** Lets scheduled messages into the queue when their time comes. */
export function createSchedule(deps: { store: QueueStore; settle: Settle; events: Events; clock: Clock; log: Log }) {
  const { store, settle, events, clock, log } = deps
  let cancel: (() => void) | null = null
  let isClosed = false

  async function release(): Promise<void> {
    const deviceIds = await settle.commit((apply) => {
      const rows = store.due(clock.now(), ROWS_A_COMMIT)
      for (const row of rows) apply(row, { kind: 'due' })
      return new Set(rows.map((row) => row.deviceId))
    })
    if (deviceIds.size > 0) events.tell('message.waiting', { deviceIds: [...deviceIds] })
  }

  function later(ms: number): void {
    if (isClosed) return
    cancel?.()
    cancel = clock.after(ms, () => {
      cancel = null
      release().then(look, (cause) => {
        log.warn({ err: cause }, 'scheduled messages could not be freed')
        later(RELEASE_AGAIN_MS)
      })
    })
  }

  /** Waits for the next one due; safe to call at any time. */
  function look(): void {
    try {
      const at = store.nextDueAt()
      if (at === null) cancel?.()
      else later(Math.min(Math.max(1, at - clock.now()), LOOK_EVERY_MS))
    } catch (cause) {
      log.error({ err: cause }, 'scheduled messages could not be read')
      later(RELEASE_AGAIN_MS)
    }
  }

  return {
    look,
    close(): void {
      isClosed = true
      cancel?.()
    },
  }
}
