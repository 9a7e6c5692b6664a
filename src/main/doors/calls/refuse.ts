// Refusals as they leave over HTTP: `{ success: false, error, code, field? }` with the status of the one table.
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { DakiyaError, errors, type Refusal, refusalOf } from '@contract/errors.ts'
import type { FastifyReply } from 'fastify'

/** What the doors write to the log; a part of pino's. */
export interface DoorLog {
  error(details: object, message: string): void
  info(details: object, message: string): void
}

interface RefusalBody {
  success: false
  error: string
  code: string
  field?: string
  /** Of a bulk call: what was wrong with each row. */
  errors?: unknown
}

export function refusalBody({ message, code, field, details }: Refusal): RefusalBody {
  const body: RefusalBody = { success: false, error: message, code }
  if (field !== undefined) body.field = field
  if (details?.errors !== undefined) body.errors = details.errors
  return body
}

/** Answers a Fastify request with what `thrown` stands for; an unknown throw goes to the log with its cause. */
export function refuse(reply: FastifyReply, thrown: unknown, log: DoorLog): FastifyReply {
  const known = fromFramework(thrown)
  if (!(known instanceof DakiyaError)) log.error({ err: known, route: reply.request.routeOptions.url }, 'a call broke')
  const refusal = refusalOf(known)
  const retryAfter = refusal.details?.retryAfterSeconds
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter))
  return reply
    .code(errors[refusal.code].status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(refusalBody(refusal)))
}

/** Fastify's own refusals in our words; anything else as it is. */
function fromFramework(thrown: unknown): unknown {
  if (thrown instanceof DakiyaError || !(thrown instanceof Error)) return thrown
  const { code, statusCode } = thrown as Error & { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new DakiyaError('UNSUPPORTED_MEDIA_TYPE')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new DakiyaError('PAYLOAD_TOO_LARGE')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new DakiyaError('VALIDATION_ERROR', 'This request cannot be read.', { cause: thrown })
  return thrown
}

/** Answers before Fastify has seen the request; the connection ends, so that an unread body is not waited for. */
export function refuseRaw(response: ServerResponse, refusal: Refusal): void {
  const body = JSON.stringify(refusalBody(refusal))
  response.writeHead(errors[refusal.code].status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(body)
}

/** Answers on a bare socket: a refused upgrade, or bytes that are not HTTP. */
export function refuseSocket(socket: Duplex, status: number, refusal: Refusal): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(refusalBody(refusal))
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}
