// Letting go of messages for good: those that ended long ago. A few rows a commit and a breath between, so that
// nobody's accept or send waits. What waits, is on its way or still needs a person's word is never touched; the figures of
// the days are sums of their own and stay.
import type { Clock } from '../../base/clock.ts'
import type { Database } from '../../database/open.ts'
import type { AnswerPlace, QueueStore } from '../queue/store.ts'
import type { Search } from '../state/search.ts'
import type { HistoryStore } from './store.ts'

const ROWS_A_STEP = 100
/** A commit ends after so much work, however many of its rows are left: one row can cost as much as a hundred others. */
const MS_A_STEP = 8
const BETWEEN_STEPS_MS = 20
/** The index of the search keeps the words of removed messages until it is merged: after so many of them … */
const MERGED_AFTER = 10_000
/** … and at least so often. Merging writes the whole index anew. */
const MERGED_EVERY_MS = 24 * 60 * 60_000

export function createPurge(deps: {
  database: Database
  store: HistoryStore
  answers: Pick<QueueStore, 'answerTimes' | 'removeAnswer'>
  search: Pick<Search, 'renew'>
  clock: Clock
}) {
  const { database, store, answers, search, clock } = deps
  let unmerged = 0
  let mergedAt = Number.NEGATIVE_INFINITY
  const breath = () => new Promise<void>((resolve) => void clock.after(BETWEEN_STEPS_MS, resolve))

  return {
    /**
     * Removes messages that ended before `before` (epoch ms), and the answers remembered for requests made before it.
     * Says how many messages went; stops early when `signal` says so.
     */
    async before(before: number, signal?: AbortSignal): Promise<number> {
      let dropped = 0
      let place: [at: number, id: number] = [0, 0]
      for (let isMore = true; isMore && !signal?.aborted; ) {
        const rows = store.old(place, before, ROWS_A_STEP)
        let taken = rows.length
        if (rows.some(({ lastAt }) => lastAt < before)) {
          await database.commit(() => {
            const endsAt = clock.elapsed() + MS_A_STEP
            const gone: number[] = []
            for (taken = 0; taken < rows.length && (taken === 0 || clock.elapsed() < endsAt); taken += 1) {
              const row = rows[taken]
              if (row && row.lastAt < before && store.remove(row.id)) gone.push(row.id)
            }
            store.removeTexts(gone)
            dropped += gone.length
          })
        }
        const last = rows[taken - 1]
        if (last) place = [last.createdAt, last.id]
        isMore = taken < rows.length || rows.length === ROWS_A_STEP
        if (isMore) await breath()
      }
      let after: AnswerPlace = ['', '']
      for (let isMore = true; isMore && !signal?.aborted; ) {
        const rows = answers.answerTimes(after, ROWS_A_STEP)
        const gone = rows.filter(({ createdAt }) => createdAt < before)
        if (gone.length > 0) {
          await database.commit(() => {
            for (const { keyId, key } of gone) answers.removeAnswer(keyId, key)
          })
        }
        const last = rows.at(-1)
        if (last) after = [last.keyId, last.key]
        isMore = rows.length === ROWS_A_STEP
        if (isMore) await breath()
      }
      unmerged += dropped
      const isDue = unmerged >= MERGED_AFTER || (unmerged > 0 && clock.elapsed() - mergedAt >= MERGED_EVERY_MS)
      if (isDue && !signal?.aborted) {
        await search.renew(breath, signal)
        unmerged = 0
        mergedAt = clock.elapsed()
      }
      return dropped
    },
  }
}
