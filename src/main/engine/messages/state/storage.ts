// A full disk: what cannot be written down must not be sent. Whoever's write fails, sending rests; every few seconds the room
// is asked for and a small write tried, and when it goes through everything goes on by itself.
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'
import type { Database } from '../../database/open.ts'
import type { Store } from './store.ts'

const TRY_EVERY_MS = 5_000

export function createStorage(deps: {
  database: Database
  store: Pick<Store, 'touch'>
  clock: Clock
  events: Events
  log: Log
}) {
  const { database, store, clock, events, log } = deps
  let isFull = false
  let cancel: (() => void) | null = null

  function tryAgain(): void {
    cancel = clock.after(TRY_EVERY_MS, () => {
      // The small write alone may go through in the WAL's old space while nothing else would.
      if (!database.hasRoom()) return tryAgain()
      database.commit(() => store.touch()).then(goOn, tryAgain)
    })
  }

  function goOn(): void {
    isFull = false
    log.info('the disk has room again; sending goes on')
    events.tell('storage.changed', { isFull })
  }

  // Keys of Signal, settings, opt-outs, devices, files: all of them end here, not only the messages' own writes.
  database.onTrouble((trouble, cause) => {
    if (trouble !== 'storage-full' || isFull) return
    log.error({ err: cause }, 'the disk is full; sending rests')
    isFull = true
    events.tell('storage.changed', { isFull })
    tryAgain()
  })

  return {
    isFull: (): boolean => isFull,
    /** A write of the messages failed; what a full disk has to say to it was said already. */
    report: (cause: unknown): void => log.error({ err: cause }, 'a change could not be written'),
    close: (): void => cancel?.(),
  }
}
