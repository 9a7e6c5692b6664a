// A full disk: what cannot be written down must not be sent. Sending rests, a small write is tried every few seconds,
// and when it goes through everything goes on by itself.
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import { type Database, isStorageFull } from '../database/open.ts'

const TRY_EVERY_MS = 5_000

export type Storage = ReturnType<typeof createStorage>

export function createStorage(deps: { database: Database; clock: Clock; events: Events; log: Log }) {
  const { database, clock, events, log } = deps
  const probe = database.prepare('UPDATE message_texts_state SET indexed_to = indexed_to')
  let isFull = false
  let cancel: (() => void) | null = null

  function tryAgain(): void {
    cancel = clock.after(TRY_EVERY_MS, () => {
      database
        .commit(() => probe.run())
        .then(() => {
          isFull = false
          log.info('the disk has room again; sending goes on')
          events.tell('storage.changed', { isFull })
        })
        .catch(tryAgain)
    })
  }

  return {
    isFull: (): boolean => isFull,
    /** A write failed. If the disk is full, sending rests until it is not. */
    report(cause: unknown): void {
      log.error({ err: cause }, 'a change could not be written')
      if (isFull || !isStorageFull(cause)) return
      isFull = true
      events.tell('storage.changed', { isFull })
      tryAgain()
    },
    close: (): void => cancel?.(),
  }
}
