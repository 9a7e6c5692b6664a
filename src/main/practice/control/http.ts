// The HTTP side of the network: who may call it and how refusals look. Loopback only; no page of any browser may call
// (any Origin is refused), nor anybody who came by another name (Host).
import { DakiyaError, errors, refusalOf } from '@contract/errors.ts'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'

const bodyLimit = 160 * 1024 * 1024
/** WhatsApp's web client and Baileys name this; other pages must not open the chat socket either. */
const chatOrigin = 'https://web.whatsapp.com'

/** True for the network's own names on this port. */
export const isOwnHost = (host: string | undefined, port: number): boolean =>
  [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(host ?? '')

export const mayChat = (host: string | undefined, origin: string | undefined, port: number): boolean =>
  isOwnHost(host, port) && (origin === undefined || origin === chatOrigin)

export function createDoor(
  port: () => number,
  log: (event: string, details?: Record<string, unknown>) => void,
): FastifyInstance {
  const app = Fastify({ bodyLimit, forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } })

  app.addHook('onRequest', async (request: FastifyRequest) => {
    if (!isOwnHost(request.headers.host, port())) {
      throw new DakiyaError('FORBIDDEN', 'The practice network answers only to 127.0.0.1 and localhost.')
    }
    if (request.headers.origin !== undefined) {
      throw new DakiyaError('FORBIDDEN', 'Web pages may not call the practice network.')
    }
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    const written = body.toString('utf8').trim()
    if (written === '') return done(null, undefined)
    try {
      done(null, JSON.parse(written))
    } catch {
      done(new DakiyaError('VALIDATION_ERROR', 'The body is not JSON.'))
    }
  })

  app.setNotFoundHandler(async () => {
    throw new DakiyaError('NOT_FOUND')
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode
    // Fastify's own refusals (too large, unreadable) are told in our words.
    const known =
      error instanceof DakiyaError || status === undefined || status >= 500
        ? error
        : new DakiyaError(status === 413 ? 'PAYLOAD_TOO_LARGE' : 'VALIDATION_ERROR', `${error.message}.`)
    const { code, message, field } = refusalOf(known)
    if (code === 'INTERNAL') log('control call failed', { reason: error.message })
    reply
      .status(errors[code].status)
      .send({ success: false, error: message, code, ...(field !== undefined && { field }) })
  })
  return app
}
