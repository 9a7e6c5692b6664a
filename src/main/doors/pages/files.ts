// What a page fetches beside the bridge, written once as web-standard requests and answers: itself, uploaded files, exports.
// Headless serves it over HTTP (after the cookie was checked), the desktop under `app://`.
import { Readable } from 'node:stream'
import { DakiyaError, errors, refusalOf } from '@contract/errors.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Call } from '../calls/calls.ts'
import { csvHeaders, csvPieces } from '../calls/csv.ts'
import { callsOf } from '../calls/handlers.ts'
import { type DoorLog, refusalBody } from '../calls/refuse.ts'
import { limited } from '../calls/upload.ts'
import { createAssets } from './assets.ts'

export type Files = (request: Request) => Promise<Response>

/** Paths that tell or take something, and so need a signed-in page. */
export const isPrivate = (path: string) => /^\/(files|exports)(\/|$)/.test(path)

/** @param renderer the folder of the built pages */
export function createFiles({ engine, renderer, log }: { engine: Engine; renderer: string; log: DoorLog }): Files {
  const assets = createAssets(renderer)
  const calls = callsOf(engine)
  const uploadAt = (path: string) => calls.find(({ meta, route }) => meta.binary && route?.path === path)
  const exportAt = (path: string) => calls.find(({ csv, route }) => csv && path === `/exports${route?.path}.csv`)

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (!isPrivate(url.pathname)) return await assets(request, url)
    const upload = uploadAt(url.pathname)
    if (upload !== undefined) return await takeFile(upload, request, url)
    const exported = exportAt(url.pathname)
    if (exported?.csv) return await giveCsv(exported.noun, exported.csv, request, url)
    if (url.pathname.startsWith('/files/')) return giveFile(engine, request, url)
    throw new DakiyaError('NOT_FOUND')
  }

  return async (request) => {
    try {
      return await answer(request)
    } catch (thrown) {
      if (!(thrown instanceof DakiyaError)) log.error({ err: thrown }, 'a page call broke')
      return refused(thrown)
    }
  }
}

async function takeFile(call: Call, request: Request, url: URL): Promise<Response> {
  demandMethod(request, 'POST')
  const bytes = request.body ?? new ReadableStream<Uint8Array>({ start: (stream) => stream.close() })
  const body = limited(bytes, request.headers.get('content-length'))
  const file = await call.run({ ...Object.fromEntries(url.searchParams), body }, { kind: 'page' })
  return Response.json({ success: true, ...(file as object) }, { headers: { 'cache-control': 'no-store' } })
}

/** Only what a browser shows without running it is shown in place; everything else is a download. */
const isShown = (mimeType: string) => /^(image\/(png|jpeg|webp|gif)|audio\/|video\/)/.test(mimeType)

function giveFile(engine: Engine, request: Request, url: URL): Response {
  demandMethod(request, 'GET')
  const file = engine.files.open(decodeURIComponent(url.pathname.slice('/files/'.length)))
  if (file === null) throw new DakiyaError('NOT_FOUND', 'This file is no longer kept.')
  const disposition = isShown(file.mimeType) ? 'inline' : 'attachment'
  return new Response(streamOf(file.stream), {
    headers: {
      'content-type': file.mimeType,
      'content-length': String(file.bytes),
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    },
  })
}

async function giveCsv(noun: string, csv: NonNullable<Call['csv']>, request: Request, url: URL): Promise<Response> {
  demandMethod(request, 'GET')
  const pieces = await csvPieces(csv(Object.fromEntries(url.searchParams)))
  return new Response(streamOf(Readable.from(pieces, { objectMode: false })), { headers: csvHeaders(noun) })
}

const streamOf = (stream: Readable) => Readable.toWeb(stream) as ReadableStream<Uint8Array>

function demandMethod({ method }: Request, wanted: string): void {
  if (method !== wanted) throw new DakiyaError('METHOD_NOT_ALLOWED', `This address takes ${wanted}.`)
}

function refused(thrown: unknown): Response {
  const refusal = refusalOf(thrown)
  return Response.json(refusalBody(refusal), {
    status: errors[refusal.code].status,
    headers: { 'cache-control': 'no-store' },
  })
}
