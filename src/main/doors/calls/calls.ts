// Calls: the one way from a raw input to an operation. Finds the operation in the contract, reads the input, hands it on.
// Every door goes through here, so that a wrong input is refused with the same sentence and the same field everywhere.

import { DakiyaError } from '@contract/errors.ts'
import { contract } from '@contract/index.ts'
import type { Caller, OperationMeta } from '@contract/operation.ts'
import type { AnyContractProcedure } from '@orpc/contract'
import * as z from 'zod'
import { sentenceOf } from './sentences.ts'

/** An operation ready to be called. */
export interface Call {
  /** `messages.send` */
  name: string
  noun: string
  verb: string
  meta: OperationMeta
  summary: string
  /** Its REST way; null for what only our pages reach. `path` is written `/queue/{queueId}`. */
  route: { method: string; path: string; status: number } | null
  input: z.ZodType
  output: z.ZodType | null
  /**
   * Reads the raw input and runs the operation.
   * @throws DakiyaError VALIDATION_ERROR with the field, or whatever the operation refuses with
   */
  run(raw: unknown, caller: Caller): unknown
  /** The same, answered with all that match as the bytes of a CSV file; null where there is no such face. */
  csv: ((raw: unknown) => AsyncIterable<Uint8Array>) | null
}

type Handler = (input: never, caller: Caller) => unknown
/** By noun and verb, as the contract is. */
export type HandlerTable = Record<string, Record<string, Handler>>
/** What answers as CSV, in the same order. */
export type CsvTable = Record<string, Record<string, (filter: never) => AsyncIterable<Uint8Array>>>

/** All operations of the contract that `handlers` has a function for, in the contract's order. */
export function createCalls(handlers: HandlerTable, csv: CsvTable): Call[] {
  const calls: Call[] = []
  for (const [noun, procedures] of Object.entries(contract as Record<string, Record<string, AnyContractProcedure>>)) {
    for (const [verb, procedure] of Object.entries(procedures)) {
      const handler = handlers[noun]?.[verb]
      if (handler !== undefined) calls.push(callOf(noun, verb, procedure, handler, csv[noun]?.[verb]))
    }
  }
  return calls
}

function callOf(
  noun: string,
  verb: string,
  procedure: AnyContractProcedure,
  handler: Handler,
  csv: CsvTable[string][string] | undefined,
): Call {
  const { route, inputSchema, outputSchema } = procedure['~orpc']
  const meta = procedure['~orpc'].meta as OperationMeta
  const input = inputSchema as z.ZodType
  const { method, path, successStatus = 200, summary = '' } = route
  return {
    name: `${noun}.${verb}`,
    noun,
    verb,
    meta,
    summary,
    route: method === undefined || path === undefined ? null : { method, path, status: successStatus },
    input,
    output: outputSchema instanceof z.ZodType ? outputSchema : null,
    run: (raw, caller) => handler(read(input, raw) as never, caller),
    csv: meta.csv === undefined || csv === undefined ? null : csvOf(meta.csv, csv),
  }
}

const csvOf = (filter: z.ZodType, csv: CsvTable[string][string]) => (raw: unknown) => csv(read(filter, raw) as never)

/** What `raw` means to `schema`. @throws DakiyaError VALIDATION_ERROR naming the first thing that is wrong */
function read<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw, { error: sentenceOf })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = fieldOf(issue?.path ?? [])
  throw new DakiyaError('VALIDATION_ERROR', issue?.message, field === '' ? {} : { field })
}

/** `messages[3].number` */
export function fieldOf(path: readonly PropertyKey[]): string {
  let field = ''
  for (const part of path) {
    if (typeof part === 'number') field += `[${part}]`
    else field += field === '' ? String(part) : `.${String(part)}`
  }
  return field
}
