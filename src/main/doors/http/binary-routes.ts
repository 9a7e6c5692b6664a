// The parts of our REST API that are not one JSON answer to one JSON question: the QR code as a picture, history as CSV,
// an uploaded file, a new sign-in link.
import { Readable } from 'node:stream'
import { DakiyaError } from '@contract/errors.ts'
import { HistoryFilter } from '@contract/messages.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toBuffer } from 'qrcode'
import type { Engine } from '../../engine/engine.ts'
import { type Call, read } from '../calls/calls.ts'
import { csvHeaders, csvPieces } from '../calls/csv.ts'
import { FILE_LIMIT, fileNameOf, limited } from '../calls/upload.ts'
import { demandEveryScope } from './auth.ts'
import { callerOf, inputOf } from './routes.ts'

/** `GET /history?format=csv`; nothing for the JSON form. */
export function createCsvAnswer(engine: Engine) {
  return (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | undefined => {
    const { format } = request.query as { format?: unknown }
    if (format === undefined || format === 'json') return undefined
    if (format !== 'csv') throw new DakiyaError('VALIDATION_ERROR', 'format is json or csv.', { field: 'format' })
    return sendCsv(engine, request, reply)
  }
}

async function sendCsv(engine: Engine, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const pieces = await csvPieces(engine.historyCsv(read(HistoryFilter, inputOf(request))))
  for (const [name, value] of Object.entries(csvHeaders())) reply.header(name, value)
  return reply.send(Readable.from(pieces, { objectMode: false }))
}

/** `GET /devices/{sessionId}/qr.png` */
export function serveQrPicture(api: FastifyInstance, calls: readonly Call[]): void {
  const call = calls.find(({ name }) => name === 'devices.qr')
  if (call === undefined) return
  api.get('/devices/:sessionId/qr.png', { config: { scope: call.meta.scope } }, async (request, reply) => {
    const { qr } = (await call.run(inputOf(request), callerOf(request, call))) as { qr: string }
    return reply.type('image/png').send(await toBuffer(qr, { width: 480, margin: 4 }))
  })
}

/** `POST /files?name=invoice.pdf`, the raw bytes as the body, whatever type they are said to be. */
export function serveUploads(api: FastifyInstance, engine: Engine): void {
  void api.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    uploads.addContentTypeParser('*', (_request, body, done) => done(null, body))
    uploads.post('/files', { bodyLimit: FILE_LIMIT, config: { scope: 'send' } }, async (request, reply) => {
      // Whatever of a refused body is still on its way is not waited for.
      reply.header('connection', 'close')
      const name = fileNameOf((request.query as { name?: unknown }).name)
      const body = (request.body as Readable | undefined) ?? Readable.from([])
      const file = await engine.files.add(limited(body, request.headers['content-length']), { name })
      reply.removeHeader('connection')
      return { success: true, ...file }
    })
  })
}

/** `POST /sign-in-link`: the owner's own programs may open the page; needs a key with every scope. */
export function serveSignInLink(api: FastifyInstance, newLink: (() => string) | null): void {
  api.post('/sign-in-link', async (request) => {
    if (request.key !== null) demandEveryScope(request.key)
    if (newLink === null) throw new DakiyaError('NOT_FOUND', 'This Dakiya shows its pages in its own window.')
    return { success: true, url: newLink() }
  })
}
