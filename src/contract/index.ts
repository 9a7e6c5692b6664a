// The whole contract, one line a noun: every operation a door may offer, and every event that may be told.
import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import * as app from './app.ts'
import * as backups from './backups.ts'
import * as devices from './devices.ts'
import type { EventSpec } from './event.ts'
import * as files from './files.ts'
import * as history from './history.ts'
import * as keys from './keys.ts'
import * as messages from './messages.ts'
import * as numbers from './numbers.ts'
import { operation } from './operation.ts'
import * as optOuts from './opt-outs.ts'
import * as practice from './practice.ts'
import * as queue from './queue.ts'
import * as settings from './settings.ts'
import * as stats from './stats.ts'

/** Each noun's page: its `operations`, and its `events` where it has any. */
const nouns = {
  app,
  backups,
  devices,
  files,
  history,
  keys,
  messages,
  numbers,
  optOuts,
  practice,
  queue,
  settings,
  stats,
}
type Nouns = typeof nouns
type EventsOf<Name extends keyof Nouns> = Nouns[Name] extends { events: infer Specs } ? Specs : Record<never, never>
type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
type Specs = AllOf<{ [Name in keyof Nouns]: EventsOf<Name> }[keyof Nouns]>

export type EventType = keyof Specs
/** Every event, by its name: what it carries and what it makes stale. */
export const eventSpecs: Readonly<Record<EventType, EventSpec>> = Object.assign(
  {},
  ...Object.values(nouns).map((noun) => ('events' in noun ? noun.events : {})),
)
/** What happened, each with the whole new value. Events announce; they never command. */
export type Event = {
  [Type in EventType]: { type: Type; value: Specs[Type] extends EventSpec<infer Value> ? z.infer<Value> : never }
}[EventType]
export const Event = z.custom<Event>((given) => {
  const { type, value } = (given ?? {}) as { type?: EventType; value?: unknown }
  return type !== undefined && type in eventSpecs && eventSpecs[type].value.safeParse(value).success
})

const events = {
  subscribe: operation('page', 'read', 'Live news').input(z.object({})).output(eventIterator(Event)),
}

type Operations = { [Name in keyof Nouns]: Nouns[Name]['operations'] }
export const contract = {
  ...(Object.fromEntries(Object.entries(nouns).map(([name, noun]) => [name, noun.operations])) as Operations),
  events,
}

/** What the bridge carries; files travel in plain requests. */
export type Contract = Omit<typeof contract, 'files'>
/** What a page may say of a call beside its input: the key under which it is done once, however often it is told. */
export type CallContext = { idempotencyKey?: string }
export type Client = ContractRouterClient<Contract, CallContext>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>
