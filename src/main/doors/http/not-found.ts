// Not found: what is answered under a door's addresses where it has no route. A known path with another method gets 405 and the
// methods it takes, anything else 404; neither reads the body.
import { DakiyaError } from '@contract/errors.ts'
import type { FastifyInstance } from 'fastify'

/** Begins to note the routes of `app`; the returned function, called after the last of them, answers for all other addresses. */
export function noteRoutes(app: FastifyInstance): () => void {
  const known: { method: string; parts: string[] }[] = []
  let isNoting = true
  app.addHook('onRoute', ({ method, url }) => {
    if (isNoting) for (const one of [method].flat()) known.push({ method: one, parts: url.split('/') })
  })

  function methodsAt(path: string): string[] {
    const parts = (path.split('?')[0] ?? '').split('/')
    const fits = (route: string[]) =>
      route.length === parts.length && route.every((part, index) => part.startsWith(':') || part === parts[index])
    return [...new Set(known.filter((route) => fits(route.parts)).map((route) => route.method))]
  }

  return () => {
    void app.register(async (lost) => {
      isNoting = false
      lost.removeAllContentTypeParsers()
      lost.addContentTypeParser('*', (_request, body, done) => done(null, body))
      const answer = async (request: { url: string }, reply: { header(name: string, value: string): unknown }) => {
        const methods = methodsAt(request.url)
        if (methods.length === 0) throw new DakiyaError('NOT_FOUND')
        reply.header('allow', methods.join(', '))
        throw new DakiyaError('METHOD_NOT_ALLOWED', `This address takes ${methods.join(', ')}.`)
      }
      lost.all('/', answer)
      lost.all('/*', answer)
    })
  }
}
