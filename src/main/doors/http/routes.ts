// Our own REST API: a loop over the contract. Path, query and body merge into one input (the path wins) and the answer is
// `{ success: true, ...output }`. No operation is named here: what is special about one is a fact of its line in the contract.
import { Readable } from 'node:stream'
import { DakiyaError } from '@contract/errors.ts'
import { BODY_LIMITS, type Caller, type OperationMeta } from '@contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import * as z from 'zod'
import type { Call } from '../calls/calls.ts'
import { csvHeaders, csvPieces } from '../calls/csv.ts'
import { onceOf } from '../calls/idempotency.ts'
import { type Auth, demandScope, type Key } from './auth.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that calls; null until it has been checked. */
    key: Key | null
  }
}

type KeyCaller = Extract<Caller, { kind: 'key' }>

/** Checks the key before anything else of a request is read; an unknown path needs one too. */
export function demandKey(api: FastifyInstance, auth: Auth): void {
  api.decorateRequest('key', null)
  api.addHook('onRequest', (request, _reply, done) => {
    try {
      request.key = auth.keyOf(request.headers)
      const scope = request.routeOptions.config.scope
      if (scope !== undefined) demandScope(request.key, scope)
      done()
    } catch (refusal) {
      done(refusal as Error)
    }
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that a key needs for this route. */
    scope?: OperationMeta['scope']
  }
}

/** Serves every operation that answers JSON with JSON. */
export function serveCalls(api: FastifyInstance, calls: readonly Call[]): void {
  for (const call of calls) {
    const { route, csv, meta } = call
    if (route === null || meta.binary) continue
    api.route({
      method: route.method,
      url: urlOf(route),
      bodyLimit: BODY_LIMITS[meta.body],
      config: { scope: meta.scope },
      schema: meta.quick ? quickAnswer(call) : {},
      handler: (request, reply) =>
        csv !== null && wantsCsv(request)
          ? sendCsv(reply, call.noun, csv(inputOf(request)))
          : answer(call, request, reply, inputOf(request)),
    })
  }
}

/** A path of the contract as Fastify writes it. */
export const urlOf = ({ path }: NonNullable<Call['route']>) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Runs `call` for the key that asks. */
export async function answer(
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
  input: unknown,
): Promise<object> {
  const caller = callerOf(request, call)
  const output = await call.run(input, caller)
  if (caller.idempotency?.isReplay) reply.header('idempotency-replayed', 'true')
  if (call.route !== null && call.route.status !== 200) reply.code(call.route.status)
  return { success: true, ...(output as object) }
}

/** `?format=csv`. @throws DakiyaError VALIDATION_ERROR for any other form than that and JSON */
function wantsCsv({ query }: FastifyRequest): boolean {
  const { format = 'json' } = query as { format?: unknown }
  if (format !== 'json' && format !== 'csv')
    throw new DakiyaError('VALIDATION_ERROR', 'format is json or csv.', { field: 'format' })
  return format === 'csv'
}

async function sendCsv(reply: FastifyReply, noun: string, rows: AsyncIterable<Uint8Array>): Promise<FastifyReply> {
  const pieces = await csvPieces(rows)
  for (const [name, value] of Object.entries(csvHeaders(noun))) reply.header(name, value)
  return reply.send(Readable.from(pieces, { objectMode: false }))
}

/** Path over body over query. */
export function inputOf({ params, query, body }: FastifyRequest): Record<string, unknown> {
  return { ...(query as object), ...(body as object | undefined), ...(params as object) }
}

/** The caller behind a request whose key has been checked. */
export function callerOf(request: FastifyRequest, call: Call): KeyCaller {
  const { key } = request
  if (key === null) throw new DakiyaError('UNAUTHORIZED', 'Invalid API key')
  const caller: KeyCaller = { kind: 'key', keyId: key.id, name: key.name, scopes: key.scopes }
  const idempotencyKey = request.headers['idempotency-key']
  if (call.meta.queues === true && idempotencyKey !== undefined)
    caller.idempotency = onceOf(idempotencyKey, printOf(request))
  return caller
}

const printOf = ({ method, url, rawBody }: FastifyRequest) => [
  `${method}\0${url}\0`,
  ...(rawBody === null ? [] : [rawBody]),
]

/** The answer's shape told beforehand, so that the busiest route is written out without looking at each value. */
function quickAnswer({ output }: Call): FastifySchema {
  if (output === null) return {}
  const { type, properties } = z.toJSONSchema(output, { io: 'input', unrepresentable: 'any' })
  return { response: { 200: { type, properties: { success: { type: 'boolean' }, ...properties } } } }
}
