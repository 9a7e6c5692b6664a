// One line of the contract: how an operation is named over REST, who may call it, what it is for, and whatever else is true of
// it. The bridge, the REST door and the documents all read the same line; nothing is declared twice, and no door knows a name.
import { type ContractProcedure, type InferSchemaInput, type InferSchemaOutput, oc } from '@orpc/contract'
import type * as z from 'zod'
import type { Scope } from './common.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** `{id}` in the path is a key of the input. 'page' in place of a method: only our own pages reach it, no REST path is made. */
type Way = `${Method} /${string}` | 'page'

/** The most bytes that a request may bring: most calls, lists of thousands of rows, files (the most that WhatsApp takes). */
export const BODY_LIMITS = { small: 2 ** 20, bulk: 16 * 2 ** 20, file: 100 * 2 ** 20 } as const

/** What is true of an operation, beside its way. */
export interface OperationMeta {
  /** The scope a key needs, or 'every' one of them. */
  scope: Scope | 'every'
  /**
   * The least a person must be to call it from the pages. Nobody enforces it yet: there are no users, and whoever sees the
   * pages may do everything.
   */
  role: 'viewer' | 'sender' | 'owner'
  /** What an assistant may do with it; 'draft' prepares something that only a person can send. */
  assistant: 'read' | 'draft' | 'never'
  /** The most that its request may bring. */
  body: keyof typeof BODY_LIMITS
  /** Honours `Idempotency-Key`: everything that queues. */
  queues?: true
  /** The body is raw bytes, whatever type they are said to be: the input's `body`; the rest of the input is in path and query. */
  binary?: true
  /** `?format=csv` answers with all that match as CSV; this reads its input. */
  csv?: z.ZodType
  /** The `qr` of its answer is also drawn as a picture, at its path with `.png`; this is that call's summary. */
  png?: string
  /** Asked thousands of times a second: written out by its output's shape, without a look at each value. */
  quick?: true
}

/** What a line says beside way, scope and summary; without a word: 200, the role of its scope, a small JSON body. */
type Facts = Partial<Omit<OperationMeta, 'scope'>> & { status?: 200 | 201 }

const roleOf = { read: 'viewer', send: 'sender', admin: 'owner', every: 'owner' } as const
const base = oc.$meta<OperationMeta>({ scope: 'every', role: 'owner', assistant: 'never', body: 'small' })

/**
 * Begins an operation: `.input(schema).output(schema)` finish it.
 * Over REST path, query and body merge into one input object (the path wins) and the answer is `{ success: true, ...output }`.
 * An assistant may read what a key with the scope `read` gets by GET; anything else only where the line says so.
 */
export function operation(way: Way, scope: OperationMeta['scope'], summary: string, facts: Facts = {}) {
  const { status = 200, ...said } = facts
  const assistant = scope === 'read' && way.startsWith('GET ') ? 'read' : 'never'
  const marked = base.meta({ scope, role: roleOf[scope], assistant, body: said.binary ? 'file' : 'small', ...said })
  if (way === 'page') return marked.route({ summary })
  const [method, path] = way.split(' ') as [Method, `/${string}`]
  return marked.route({ method, path, summary, successStatus: status })
}

/** The same request told twice is done once: the caller's key for it, and a print of what was asked. */
export interface Once {
  key: string
  fingerprint: Uint8Array
  /** The engine notes here when it answers from memory. */
  isReplay?: boolean
}

/** Who calls: one of our own pages, or a program by its key; `idempotency` is set by the door where the request names a key. */
export type Caller =
  | { kind: 'page'; idempotency?: Once }
  | {
      kind: 'key'
      keyId: string
      name: string
      scopes: readonly Scope[]
      idempotency?: Once
    }

/** What a noun of the engine owes the contract: one function for each of its operations. */
export type Handlers<Ops> = {
  [Verb in keyof Ops]: Ops[Verb] extends ContractProcedure<infer In, infer Out, infer _Errors, infer _Meta>
    ? (input: InferSchemaOutput<In>, caller: Caller) => InferSchemaInput<Out> | Promise<InferSchemaInput<Out>>
    : never
}
