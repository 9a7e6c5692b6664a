// Changes: one table of what changed, each row written in the same commit as what it tells. News to the pages read it; so can
// whatever else tells others of the data. Nothing that must not be lost may hang on `onNoted`: it only hurries readers, who
// find everything here by its sequence number, also after a crash.
import type { Clock } from '../base/clock.ts'
import type { Database } from './open.ts'

export interface Change {
  /** Rises with each change and is never used twice. */
  seq: number
  /** The noun of the contract that the thing belongs to. */
  noun: string
  id: string
  /** What happened to it, in a word of its noun. */
  kind: string
}

export interface Changes {
  /** Notes a change. To be called inside the transaction that makes it. */
  note(noun: string, id: string | number, kind: string): void
  /** Those after `seq`, oldest first, `most` at the most. */
  since(seq: number, most: number): Change[]
  /** The newest sequence number; 0 where there is none. */
  last(): number
  /** Calls `listener` after a commit with changes. Returns what calls it off. */
  onNoted(listener: () => void): () => void
  /** Blanks what names a thing that is erased. To be called inside a transaction. */
  forget(noun: string, id: string): void
  /** Removes up to `most` rows noted before `before` (epoch ms), the newest row never; says how many went. */
  trim(before: number, most: number): number
}

export function createChanges({ database, clock }: { database: Database; clock: Clock }): Changes {
  const insert = database.prepare('INSERT INTO changes (noun, id, kind, at) VALUES (?, ?, ?, ?)')
  const after = database.prepare<Change>('SELECT seq, noun, id, kind FROM changes WHERE seq > ? ORDER BY seq LIMIT ?')
  const newest = database.prepare<{ seq: number | null }>('SELECT max(seq) AS seq FROM changes')
  // Not deleted: without the newest row its number would be used again.
  const blank = database.prepare(`UPDATE changes SET id = '' WHERE noun = ? AND id = ?`)
  const dropOld = database.prepare(
    `DELETE FROM changes WHERE seq IN
       (SELECT seq FROM changes WHERE seq < (SELECT max(seq) FROM changes) ORDER BY seq LIMIT ?) AND at < ?`,
  )
  const listeners = new Set<() => void>()
  let isNoted = false
  database.onCommit(() => {
    if (!isNoted) return
    isNoted = false
    for (const listener of listeners) listener()
  })

  return {
    note(noun, id, kind) {
      insert.run(noun, String(id), kind, clock.now())
      isNoted = true
    },
    since: (seq, most) => after.all(seq, most),
    last: () => newest.get()?.seq ?? 0,
    onNoted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    forget: (noun, id) => void blank.run(noun, id),
    trim: (before, most) => dropOld.run(most, before).changes,
  }
}
