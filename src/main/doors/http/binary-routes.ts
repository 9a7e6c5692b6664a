// The parts of our REST API that are not one JSON answer to one JSON question: pictures of QR codes and uploads, wherever the
// contract says that an operation has them.
import { Readable } from 'node:stream'
import { BODY_LIMITS } from '@contract/operation.ts'
import type { FastifyInstance } from 'fastify'
import { toBuffer } from 'qrcode'
import type { Call } from '../calls/calls.ts'
import { limited } from '../calls/upload.ts'
import { answer, callerOf, inputOf, urlOf } from './routes.ts'

/** Such as `GET /devices/{sessionId}/qr.png`. */
export function servePictures(api: FastifyInstance, calls: readonly Call[]): void {
  for (const call of calls) {
    if (call.route === null || call.meta.png === undefined) continue
    api.get(`${urlOf(call.route)}.png`, { config: { scope: call.meta.scope } }, async (request, reply) => {
      const { qr } = (await call.run(inputOf(request), callerOf(request, call))) as { qr: string }
      return reply.type('image/png').send(await toBuffer(qr, { width: 480, margin: 4 }))
    })
  }
}

/** Such as `POST /files?name=invoice.pdf`: the raw bytes as the body, whatever type they are said to be. */
export function serveUploads(api: FastifyInstance, calls: readonly Call[]): void {
  void api.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    uploads.addContentTypeParser('*', (_request, body, done) => done(null, body))
    for (const call of calls) {
      const { route, meta } = call
      if (route === null || !meta.binary) continue
      uploads.route({
        method: route.method,
        url: urlOf(route),
        bodyLimit: BODY_LIMITS[meta.body],
        config: { scope: meta.scope },
        async handler(request, reply) {
          // Whatever of a refused body is still on its way is not waited for.
          reply.header('connection', 'close')
          const body = limited(
            (request.body as Readable | undefined) ?? Readable.from([]),
            request.headers['content-length'],
          )
          const answered = await answer(call, request, reply, {
            ...(request.query as object),
            ...(request.params as object),
            body,
          })
          reply.removeHeader('connection')
          return answered
        },
      })
    }
  })
}
