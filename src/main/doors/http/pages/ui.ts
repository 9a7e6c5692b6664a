// The pages over HTTP: the one-time token, the cookie, and what `files.ts` answers. The page itself may be seen by anyone
// on this PC (it says that it is signed out); everything that tells or takes something needs the cookie.
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { DakiyaError } from '@contract/errors.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Files, isPrivate } from '../../pages/files.ts'
import type { Guard } from '../guard.ts'
import type { Sessions } from './session.ts'

export interface UiDeps {
  files: Files
  sessions: Sessions
  guard: Guard
}

/** Serves the pages on everything that no other door has taken. */
export function serveUi(app: FastifyInstance, { files, sessions, guard }: UiDeps): void {
  void app.register(async (ui) => {
    ui.removeAllContentTypeParsers()
    ui.addContentTypeParser('*', (_request, body, done) => done(null, body))

    ui.get('/session', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      demandCookie(sessions, request)
      return { success: true, signedIn: true }
    })

    ui.delete('/session', async (request, reply) => {
      if (!guard.isFromOurPage(request.raw)) throw new DakiyaError('FORBIDDEN')
      sessions.signOut(request.headers.cookie)
      reply.header('cache-control', 'no-store').header('set-cookie', sessions.cookieFor(null))
      return { success: true, signedIn: false }
    })

    ui.all('/*', { exposeHeadRoute: false }, async (request, reply) => {
      const { token } = request.query as { token?: unknown }
      if (request.method === 'GET' && typeof token === 'string') return signIn(sessions, token, reply)
      const [path = '/'] = request.url.split('?')
      if (isPrivate(path)) demandCookie(sessions, request)
      if (request.method !== 'GET' && request.method !== 'HEAD' && !guard.isFromOurPage(request.raw))
        throw new DakiyaError('FORBIDDEN')
      return await relay(request, reply, files)
    })
  })
}

function demandCookie(sessions: Sessions, request: FastifyRequest): void {
  if (!sessions.isSignedIn(request.headers.cookie))
    throw new DakiyaError('UNAUTHORIZED', 'This page is signed out. Open it again from Dakiya on this PC.')
}

/** A token that does not hold leads to the same page, which then says that it is signed out. */
function signIn(sessions: Sessions, token: string, reply: FastifyReply): FastifyReply {
  const session = sessions.redeem(token)
  if (session !== null) reply.header('set-cookie', sessions.cookieFor(session))
  return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect('/', 303)
}

/** Hands a request to `files` and its answer back. */
async function relay(request: FastifyRequest, reply: FastifyReply, files: Files): Promise<FastifyReply> {
  const body = request.body instanceof Readable ? (Readable.toWeb(request.body) as ReadableStream<Uint8Array>) : null
  const answer = await files(
    new Request(`http://${request.headers.host}${request.url}`, {
      method: request.method,
      headers: headersOf(request),
      ...(body === null ? {} : { body, duplex: 'half' }),
    }),
  )
  reply.code(answer.status)
  for (const [name, value] of answer.headers) reply.header(name, value)
  // Whatever of a refused body is still on its way is not waited for.
  if (body !== null && !answer.ok) reply.header('connection', 'close')
  if (answer.body === null) return reply.send()
  return reply.send(Readable.fromWeb(answer.body as NodeStream<Uint8Array>))
}

function headersOf({ headers }: FastifyRequest): Headers {
  const known = new Headers()
  for (const name of ['content-length', 'content-type', 'if-none-match', 'range']) {
    const value = headers[name]
    if (typeof value === 'string') known.set(name, value)
  }
  return known
}
