// One event of the contract: what it carries, how several of it are gathered, and which answers a page holds become stale by it.
// Stands in `contract/<noun>.ts` beside the noun's operations; the union of events, the bridge and the page's cache derive from it.
import type * as z from 'zod'

/** What a page does with the answers it holds. Answers are named `noun.verb`. */
export interface Freshens {
  /** Field of an answer that holds rows: the row of the same key is replaced where it stands. */
  rows?: Readonly<Record<string, string>>
  /** Those of `rows` that hold all there are: a row that is new is added. */
  whole?: readonly string[]
  /** Field of an answer that is the value itself, read by its key where the event has one; `''` = the whole answer. */
  answers?: Readonly<Record<string, string>>
  /** Milliseconds in which several are gathered before an answer is touched; 0 unless said. */
  gatherMs?: number
  /** Nouns, or single answers, that are read again. */
  again?: readonly string[]
  /** Milliseconds that pass before something is read again, so that a burst is read once; 0 unless said. */
  againAfterMs?: number
}

export interface EventSpec<Value extends z.ZodType = z.ZodType> {
  value: Value
  /** Field of the value that names the thing; of several events of one thing only the newest is told. Without it there is one thing. */
  key?: string
  /** At most one in so many milliseconds. */
  everyMs?: number
  /** The thing is gone: rows of it are taken out. */
  isRemoval?: true
  freshens: Freshens
}

export function event<Value extends z.ZodType>(value: Value, facts: Omit<EventSpec, 'value'>): EventSpec<Value> {
  return { value, ...facts }
}
