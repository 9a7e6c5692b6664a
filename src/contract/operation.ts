// One line of the contract: how an operation is named over REST, who may call it, what it is for.
// The bridge, the REST door and the documents all read the same line; nothing is declared twice.
import { type ContractProcedure, type InferSchemaInput, type InferSchemaOutput, oc } from '@orpc/contract'
import type { OperationMeta, Scope } from './common.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** `{id}` in the path is a key of the input. 'page' in place of a method: only our own pages reach it. */
type Way = `${Method} /${string}` | 'page'

const base = oc.$meta<OperationMeta>({ scope: 'page' })

/**
 * Begins an operation: `.input(schema).output(schema)` finish it.
 * Over REST path, query and body merge into one input object (the path wins) and the answer is `{ success: true, ...output }`.
 */
export function operation(
  way: Way,
  scope: OperationMeta['scope'],
  summary: string,
  more: { status?: 200 | 201; queues?: true } = {},
) {
  const meta: OperationMeta = more.queues ? { scope, queues: true } : { scope }
  if (way === 'page') return base.meta(meta).route({ summary })
  const [method, path] = way.split(' ') as [Method, `/${string}`]
  return base.meta(meta).route({ method, path, summary, successStatus: more.status ?? 200 })
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
