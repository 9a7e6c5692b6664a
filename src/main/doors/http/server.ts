// The HTTP doors, joined: the REST API for programs and, in headless, the pages and the bridge's socket for a browser.
import { DakiyaError } from '@contract/errors.ts'
import { BODY_LIMITS } from '@contract/operation.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Engine } from '../../engine/engine.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { callsOf } from '../calls/handlers.ts'
import { type DoorLog, refuse } from '../calls/refuse.ts'
import { createFiles } from '../pages/files.ts'
import { createAuth } from './auth.ts'
import { servePictures, serveUploads } from './binary-routes.ts'
import { readJsonBodies } from './body.ts'
import { noteRoutes } from './not-found.ts'
import { describe } from './openapi.ts'
import { createSessions } from './pages/session.ts'
import { createSessionFile } from './pages/session-file.ts'
import { serveSocket } from './pages/socket.ts'
import { serveUi } from './pages/ui.ts'
import type { Port } from './port.ts'
import { demandKey, serveCalls } from './routes.ts'

export interface HttpDeps {
  engine: Engine
  port: Port
  /**
   * The folder of the built pages, the bridge behind them and the file that remembers who is signed in; null where the
   * desktop's window shows them.
   */
  ui: { renderer: string; bridge: Bridge; signedIn: string } | null
  version: string
  log: DoorLog
}

export interface Http {
  /** Where the REST API is: `http://127.0.0.1:4780/api`. */
  api: string
  /** A new one-time address of the page, good for ten minutes (`forever`: until it is used); null where there are no pages. */
  newLink: ((forever?: boolean) => string) | null
  /** Takes no more requests and lets those in flight end, 3 s at most. */
  close(): Promise<void>
}

/** Begins to answer on `port`. */
export async function createHttp({ engine, port, ui, version, log }: HttpDeps): Promise<Http> {
  let begin: () => void = () => undefined
  const app = Fastify({
    serverFactory(handler) {
      begin = () => port.serve(handler)
      return port.server
    },
    bodyLimit: BODY_LIMITS.small,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_error, _request, reply) => void refuse(reply, new DakiyaError('NOT_FOUND'), log),
  })
  app.setErrorHandler((thrown, _request, reply) => refuse(reply, thrown, log))
  app.setNotFoundHandler((_request, reply) => refuse(reply, new DakiyaError('NOT_FOUND'), log))
  app.get('/healthz', async () => ({ success: true }))

  const pages = ui === null ? null : serveSignedIn(app, { engine, port, ui, log })
  const newLink = pages?.newLink ?? null
  serveApi(app, { engine, version, newLink: newLink === null ? null : () => newLink() })
  await app.ready()
  // Not before: a page that waits for us asks at once, and an unready Fastify would break over it.
  begin()
  return {
    api: `http://127.0.0.1:${port.number}/api`,
    newLink,
    async close() {
      pages?.close()
      await port.close()
      await app.close()
    },
  }
}

/** The pages for a browser, and what lets it in. */
function serveSignedIn(
  app: FastifyInstance,
  deps: Pick<HttpDeps, 'engine' | 'port' | 'log'> & { ui: NonNullable<HttpDeps['ui']> },
) {
  const { engine, port, ui, log } = deps
  const sessions = createSessions({ name: `dakiya-${port.number}`, sessionFile: createSessionFile(ui.signedIn, log) })
  serveUi(app, { files: createFiles({ engine, renderer: ui.renderer, log }), sessions, guard: port.guard })
  return {
    newLink: (forever = false) => `http://127.0.0.1:${port.number}/?token=${sessions.newToken(forever)}`,
    close: serveSocket(port.server, { guard: port.guard, sessions, take: ui.bridge.serveSocket }),
  }
}

interface ApiDeps {
  engine: Engine
  version: string
  newLink: (() => string) | null
}

function serveApi(app: FastifyInstance, { engine, version, newLink }: ApiDeps): void {
  const signInLink = () => {
    if (newLink === null) throw new DakiyaError('NOT_FOUND', 'This Dakiya shows its pages in its own window.')
    return { url: newLink() }
  }
  const calls = callsOf(engine, { app: { signInLink } })
  const document = JSON.stringify(describe(calls, version))
  app.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(document))

  void app.register(
    async (api) => {
      const refuseLost = noteRoutes(api)
      readJsonBodies(api)
      demandKey(api, createAuth(engine.keys))
      api.addHook('onRequest', (_request, reply, done) => {
        reply.header('cache-control', 'no-store')
        done()
      })
      serveCalls(api, calls)
      servePictures(api, calls)
      serveUploads(api, calls)
      refuseLost()
    },
    { prefix: '/api' },
  )
}
