// What a noun is to the engine: its operations, and what it has to say when things change, a person is erased, a file is no longer
// needed, the hour has passed, the program starts and ends. `engine.ts` lists the nouns; everything else about them is a loop.
import type { Contract, Event, EventType } from '@contract/index.ts'
import type { Handlers } from '@contract/operation.ts'

/** Everything a door may call; app, events and practice belong to the doors themselves. */
export type Operations = {
  [Name in Exclude<keyof Contract, 'app' | 'events' | 'practice'>]: Handlers<Contract[Name]>
}

/** A person who is to be erased; `number` is digits. */
export interface Erasure {
  number: string
  /** What waits for them is cancelled first; without it such a message refuses the whole. */
  cancelWaiting: boolean
  /** When it was asked, epoch ms: what is accepted later is no part of it. */
  askedAt: number
  /** The JIDs they were known under, and the files that only messages to them carried, as the nouns gathered them. */
  addresses: readonly string[]
  fileIds: readonly string[]
}

/**
 * What a noun does when a person is erased, in this order over all nouns: `refuse`, `gather`, `delete`. What was gathered is on
 * disk before the first row goes; after a crash `delete` is called again for every noun, and must finish what it began.
 */
export interface Erase {
  /** What is kept of the person, in figures. */
  preview?(number: string): Record<string, number | boolean>
  /** @throws DakiyaError CONFLICT when the person cannot be erased now */
  refuse?(asked: Pick<Erasure, 'number' | 'cancelWaiting'>): void
  /** Addresses and files that only this noun knows to be theirs. Changes nothing. */
  gather?(number: string): { addresses?: readonly string[]; fileIds?: readonly string[] }
  /** Deletes what is theirs; says what went, in figures. @throws DakiyaError CONFLICT when something of theirs came under way meanwhile */
  delete?(person: Erasure): Record<string, number> | Promise<Record<string, number>>
}

/** A noun with what other nouns call of it. */
export type NounWith = Noun & Record<string, unknown>

export interface Noun {
  /** Functions for operations of the contract, by noun and verb. Together the nouns have all of them. */
  handlers?: { [Name in keyof Operations]?: Partial<Operations[Name]> }
  /**
   * By the noun that a row of the table of changes names: what the pages are told of a change, with the whole new value;
   * null = nothing.
   */
  changes?: Readonly<Record<string, (id: string, kind: string) => Event | null>>
  /** Tells of what changes without being written, such as a live connection, until the returned function is called. */
  live?(tell: (event: Event) => void): () => void
  /** A figure over many things, told after any change, at most as often as the contract says of its event. */
  digest?: { [Type in EventType]: { type: Type; value: () => Extract<Event, { type: Type }>['value'] } }[EventType]
  erase?: Erase
  /** Until when a file is needed, epoch ms: Infinity while it still is, the past when its last use has ended, null = never used. */
  needs?(fileId: string): number | null
  /** Removes what is older than the settings keep, a little at a time; says how many things went. */
  tidy?(signal: AbortSignal): number | Promise<number>
  start?(): void
  /** Begins nothing more and settles what is on its way, within `deadlineMs`; every noun still works meanwhile. */
  stop?(deadlineMs: number): void | Promise<void>
  /** The noun ends; those made after it have ended already. */
  close?(): void | Promise<void>
}

type HandlersOf<N> = N extends { handlers: infer Given } ? Given : never
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never

/** All operations of all nouns. It fails to compile where its result lacks an operation that the contract has. */
export function mergeHandlers<N extends Noun>(nouns: readonly N[]): Intersection<HandlersOf<N>> {
  const merged: Record<string, object> = {}
  for (const { handlers } of nouns) {
    for (const [name, verbs] of Object.entries(handlers ?? {})) merged[name] = { ...merged[name], ...verbs }
  }
  return merged as Intersection<HandlersOf<N>>
}

/** Until when any noun needs a file, as `Noun.needs` says it; null = none ever did. */
export function neededUntil(nouns: readonly Noun[], fileId: string): number | null {
  const times = nouns.flatMap((noun) => noun.needs?.(fileId) ?? [])
  return times.length === 0 ? null : Math.max(...times)
}
