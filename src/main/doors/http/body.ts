// Bodies: JSON and nothing else, in UTF-8, not compressed, an object. Whatever is not that is refused before anything runs.
import { isUtf8 } from 'node:buffer'
import { DakiyaError } from '@contract/errors.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body, kept only where an Idempotency-Key makes them matter. */
    rawBody: Buffer | null
  }
}

/** Makes `api` read bodies as JSON. */
export function readJsonBodies(api: FastifyInstance): void {
  const parse = api.getDefaultJsonParser('error', 'error')
  api.decorateRequest('rawBody', null)
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (!isPlainJson(request)) return done(new DakiyaError('UNSUPPORTED_MEDIA_TYPE'), undefined)
    if (request.headers['idempotency-key'] !== undefined) request.rawBody = bytes
    if (bytes.length === 0) return done(null, {})
    if (!isUtf8(bytes)) return done(notJson(), undefined)
    parse(request, bytes.toString('utf8'), (error, body) => {
      if (error !== null) done(notJson(), undefined)
      else if (typeof body !== 'object' || body === null || Array.isArray(body))
        done(new DakiyaError('VALIDATION_ERROR', 'The body must be a JSON object.'), undefined)
      else done(null, body)
    })
  })
}

const notJson = () => new DakiyaError('VALIDATION_ERROR', 'The body is not valid JSON.')

function isPlainJson({ headers }: FastifyRequest): boolean {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return false
  const [, charset] = /;\s*charset\s*=\s*"?([^";]+)/i.exec(headers['content-type'] ?? '') ?? []
  return charset === undefined || /^utf-?8$/i.test(charset.trim())
}
