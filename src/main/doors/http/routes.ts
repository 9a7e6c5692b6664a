// Our own REST API: a loop over the contract. Path, query and body merge into one input (the path wins) and the answer is
// `{ success: true, ...output }`. No operation is named here but the one with a second face, history as CSV.
import { DakiyaError } from '@contract/errors.ts'
import type { Caller } from '@contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import * as z from 'zod'
import type { Call } from '../calls/calls.ts'
import { onceOf } from '../calls/idempotency.ts'
import { type Auth, demandScope, type Key } from './auth.ts'
import { BODY_LIMIT, BULK_BODY_LIMIT } from './body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that calls; null until it has been checked. */
    key: Key | null
  }
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => unknown
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
    scope?: string
  }
}

/** @param instead answers in place of the operation where it returns something */
export function serveCalls(api: FastifyInstance, calls: readonly Call[], instead: Record<string, Answer> = {}): void {
  for (const call of calls) {
    if (call.route === null) continue
    const { method, path, status } = call.route
    const other = instead[call.name]
    api.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: call.name === 'messages.sendBulk' ? BULK_BODY_LIMIT : BODY_LIMIT,
      config: { scope: call.meta.scope },
      schema: call.name === 'messages.send' ? quickAnswer(call) : {},
      async handler(request, reply) {
        const early = other?.(request, reply)
        if (early !== undefined) return early
        const caller = callerOf(request, call)
        const output = await call.run(inputOf(request), caller)
        if (caller.idempotency?.isReplay) reply.header('idempotency-replayed', 'true')
        if (status !== 200) reply.code(status)
        return { success: true, ...(output as object) }
      },
    })
  }
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
