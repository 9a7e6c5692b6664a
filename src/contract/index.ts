// The whole contract: every operation a door may offer, and every event that may be told.
import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { backups } from './backups.ts'
import { Timestamp } from './common.ts'
import { Device, devices } from './devices.ts'
import { keys } from './keys.ts'
import { history, Message, messages, QueueSummary, queue, stats } from './messages.ts'
import { numbers, optOuts } from './numbers.ts'
import { operation } from './operation.ts'
import { practice } from './practice.ts'
import { Settings, settings } from './settings.ts'

/** What happened, each with the whole new value. Events announce; they never command. */
export const Event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('device.changed'), value: Device }),
  z.object({ type: z.literal('device.removed'), value: z.object({ sessionId: z.string() }) }),
  z.object({ type: z.literal('message.changed'), value: Message }),
  z.object({ type: z.literal('queue.changed'), value: QueueSummary }),
  z.object({ type: z.literal('settings.changed'), value: Settings }),
  z.object({ type: z.literal('practice.changed'), value: z.object({ at: Timestamp }) }),
])
export type Event = z.infer<typeof Event>
export type EventType = Event['type']

const app = {
  info: operation('page', 'page', 'What this program is and where it listens')
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
}

const events = {
  subscribe: operation('page', 'page', 'Live news').input(z.object({})).output(eventIterator(Event)),
}

export const contract = {
  app,
  backups,
  devices,
  events,
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

export type Contract = typeof contract
/** What a page may say of a call beside its input: the key under which it is done once, however often it is told. */
export type CallContext = { idempotencyKey?: string }
export type Client = ContractRouterClient<Contract, CallContext>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>
