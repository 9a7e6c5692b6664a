// The whole contract: every operation a door may offer, and every event that may be told.
import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { backups } from './backups.ts'
import { deviceEvents, devices } from './devices.ts'
import type { EventSpec } from './event.ts'
import { files } from './files.ts'
import { keys } from './keys.ts'
import { history, messageEvents, messages, queue, stats } from './messages.ts'
import { numbers, optOuts } from './numbers.ts'
import { operation } from './operation.ts'
import { practice, practiceEvents } from './practice.ts'
import { settings, settingsEvents } from './settings.ts'

/** Every event, by its name: what it carries and what it makes stale. */
export const eventSpecs = { ...deviceEvents, ...messageEvents, ...practiceEvents, ...settingsEvents }
type Specs = typeof eventSpecs
export type EventType = keyof Specs
export const specOf = (type: EventType): EventSpec => eventSpecs[type]
/** What happened, each with the whole new value. Events announce; they never command. */
export type Event = { [Type in EventType]: { type: Type; value: z.infer<Specs[Type]['value']> } }[EventType]
export const Event = z.custom<Event>((given) => {
  const { type, value } = (given ?? {}) as { type?: EventType; value?: unknown }
  return type !== undefined && type in eventSpecs && eventSpecs[type].value.safeParse(value).success
})

const app = {
  info: operation('page', 'read', 'What this program is and where it listens')
    .input(z.object({}))
    .output(
      z.object({
        version: z.string(),
        isPractice: z.boolean(),
        /** The REST API's address; null when its port could not be had. */
        api: z.string().nullable(),
        apiProblem: z.string().nullable(),
        /** IANA name of the PC's time zone. */
        timeZone: z.string(),
        /** Sending stopped by itself, and why; null when it has not. */
        trouble: z.enum(['storage-full', 'pc-offline']).nullable(),
      }),
    ),
  /** For programs of the owner that open the page in a browser. */
  signInLink: operation(
    'POST /sign-in-link',
    'every',
    'A link that opens the pages, once, within ten minutes; needs a key with every scope',
  )
    .input(z.object({}))
    .output(z.object({ url: z.string() }).describe('Made')),
}

const events = {
  subscribe: operation('page', 'read', 'Live news').input(z.object({})).output(eventIterator(Event)),
}

export const contract = {
  app,
  backups,
  devices,
  events,
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

/** What the bridge carries; files travel in plain requests. */
export type Contract = Omit<typeof contract, 'files'>
/** What a page may say of a call beside its input: the key under which it is done once, however often it is told. */
export type CallContext = { idempotencyKey?: string }
export type Client = ContractRouterClient<Contract, CallContext>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>
