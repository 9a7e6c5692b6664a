// Long lists on their way in. One transaction of thousands of rows would hold up everything else, and several without a bond could
// queue a list in part. So the rows are written a few at a time with a status that nobody sees; then one small commit accepts the list
// with its answer, which is the point of no return; then the rows are queued a few at a time. A crash before that commit takes the rows
// away at the next start, a crash after it queues them.
import type { Journal } from '../../base/journal.ts'
import type { Random } from '../../base/random.ts'
import type { Changes } from '../../database/changes.ts'
import type { Database } from '../../database/open.ts'
import type { Backlog } from '../state/backlog.ts'
import type { NewRow } from '../state/row.ts'
import type { Piece, QueueStore } from './store.ts'

/** Rows of a commit: a few milliseconds of work. */
export const ROWS_A_PIECE = 100

const fresh = { status: 'pending', outcome: null } as const

export function createLongLists(deps: {
  store: QueueStore
  database: Database
  changes: Changes
  journal: Journal
  backlog: Backlog
  random: Random
  /** A piece of an accepted list could not be written. */
  onWriteFailed: (cause: unknown) => void
}) {
  const { store, database, changes, journal, backlog, random } = deps
  /** Lists that are being added now. */
  const open = new Set<string>()

  /** Queues what was accepted. */
  async function queue(pieces: readonly Piece[]): Promise<string[]> {
    const devices = new Set<string>()
    for (const piece of pieces) {
      const rows = await database
        .commit(() => {
          const queued = store.queuePiece(piece)
          for (const { id, deviceId } of queued) {
            changes.note('messages', id, 'queued')
            backlog.changed(deviceId, null, fresh)
          }
          return queued
        })
        .catch((cause) => {
          backlog.recount()
          throw cause
        })
      for (const { deviceId } of rows) devices.add(deviceId)
      journal.note({ kind: 'accepted', ids: rows.map(({ id }) => id) })
    }
    return [...devices]
  }

  async function takeAway(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) await database.commit(() => store.removePiece(piece))
  }

  return {
    /**
     * Queues `rows` as a whole or not at all; `accept` runs in the commit that accepts them, and its answer is given back. Where
     * `accept` gives `isReplay` the list was accepted before, and these rows are taken away.
     * @throws what the database or `accept` throws; then none of the rows is queued
     */
    async add<Answer>(
      rows: readonly NewRow[],
      accept: (ids: number[]) => { answer: Answer; isReplay: boolean },
    ): Promise<Answer> {
      const list = Buffer.from(random.bytes(9)).toString('base64url')
      open.add(list)
      const pieces: Piece[] = []
      const ids: number[] = []
      try {
        for (let from = 0; from < rows.length; from += ROWS_A_PIECE) {
          const some = rows.slice(from, from + ROWS_A_PIECE)
          const added = await database.commit(() => {
            const all = some.map((row) => store.insert(row, 'incoming'))
            store.putPiece(list, all[0] ?? 0, all.at(-1) ?? 0)
            return all
          })
          ids.push(...added)
          pieces.push({ list, first: added[0] ?? 0, last: added.at(-1) ?? 0, isAccepted: 0 })
        }
        const { answer, isReplay } = await database.commit(() => {
          const done = accept(ids)
          if (!done.isReplay) store.acceptList(list)
          return done
        })
        // From here on the list is accepted; what the disk does not take now, `finish` does later.
        await (isReplay ? takeAway(pieces) : queue(pieces)).catch(deps.onWriteFailed)
        return answer
      } catch (cause) {
        await takeAway(pieces).catch(() => undefined)
        throw cause
      } finally {
        open.delete(list)
      }
    },
    /** Ends what a crash or a full disk broke off; gives the devices that got messages by it. */
    async finish(): Promise<string[]> {
      const left = store.pieces().filter(({ list }) => !open.has(list))
      await takeAway(left.filter(({ isAccepted }) => isAccepted === 0))
      return await queue(left.filter(({ isAccepted }) => isAccepted === 1))
    },
  }
}
