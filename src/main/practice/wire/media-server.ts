// WhatsApp's media server over loopback TLS: takes ciphertext, gives it back, and opens it for the recipients, who check
// it as real ones do. Files lie in the data dir under the hash that the client named.
import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Attachment } from '../people/content.ts'
import { type Opened, unseal } from './open-file.ts'

const largest = 110 * 1024 * 1024
const nameRule = /^[A-Za-z0-9_-]{43}=?$/

export interface MediaParts {
  dataDir: string
  key: string
  certificate: string
  port: number
  /** True when a fault refuses the next upload. */
  isRefused(): boolean
  log(event: string, details?: Record<string, unknown>): void
}

export async function createMedia({ dataDir, key, certificate, port, isRefused, log }: MediaParts) {
  const folder = join(dataDir, 'media')
  mkdirSync(folder, { recursive: true })
  const known = new Map<string, Opened>()
  let uploads = 0

  const pathOf = (name: string) => join(folder, name.replace(/=$/, ''))

  const upload = async (request: IncomingMessage, response: ServerResponse, kind: string, name: string) => {
    if (isRefused()) {
      request.resume()
      response.writeHead(500).end()
      return
    }
    const partial = `${pathOf(name)}.${uploads++}.part`
    const hash = createHash('sha256')
    let size = 0
    const measure = new Transform({
      transform(chunk: Buffer, _, done) {
        size += chunk.length
        hash.update(chunk)
        if (size > largest) done(new Error('too large'))
        else done(null, chunk)
      },
    })
    try {
      await pipeline(request, measure, createWriteStream(partial))
    } catch {
      rmSync(partial, { force: true })
      response.writeHead(413).end()
      return
    }
    if (hash.digest('base64url') !== name.replace(/=$/, '')) {
      rmSync(partial, { force: true })
      response.writeHead(400).end('The bytes do not match their hash')
      return
    }
    renameSync(partial, pathOf(name))
    const directPath = `/mms/${kind}/${name}`
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ url: `https://${host()}${directPath}`, direct_path: directPath, handle: name }))
  }

  const download = async (request: IncomingMessage, response: ServerResponse, name: string) => {
    const path = pathOf(name)
    if (!existsSync(path)) {
      response.writeHead(404).end()
      return
    }
    const { size } = statSync(path)
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    const start = range ? Number(range[1]) : 0
    const end = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1)
    if (start > end) {
      response.writeHead(416).end()
      return
    }
    response.writeHead(range ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': end - start + 1,
      ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
    })
    await pipeline(createReadStream(path, { start, end }), response).catch(() => undefined)
  }

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const match = /^\/(?:mms|product|pps)\/([a-z-]+)\/([^/]+)$/.exec(
      new URL(request.url ?? '/', 'https://localhost').pathname,
    )
    const [, kind = '', encoded = ''] = match ?? []
    const name = decodeURIComponent(encoded)
    if (!match || !nameRule.test(name)) response.writeHead(404).end()
    else if (request.method === 'POST' || request.method === 'PUT') void upload(request, response, kind, name)
    else if (request.method === 'GET') void download(request, response, name)
    else response.writeHead(405).end()
  }

  const server: Server = createServer({ key, cert: certificate }, serve)
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  // The old port again, so that addresses in old messages still hold; another when it is taken.
  await listen(port).catch(() => listen(0))
  const ownPort = (server.address() as AddressInfo).port
  const host = () => `127.0.0.1:${ownPort}`

  const sealed = (attachment: Attachment): string => {
    const name = decodeURIComponent(attachment.directPath.split('?')[0]?.split('/').pop() ?? '')
    const path = pathOf(name)
    if (!nameRule.test(name) || !existsSync(path)) throw new Error('The file is not on the media server')
    return path
  }

  return {
    /** Host and port, as `media_conn` names them. */
    host,
    port: ownPort,
    async open(attachment: Attachment): Promise<Opened | undefined> {
      const key = `${attachment.directPath} ${attachment.mediaKey.toString('base64')} ${attachment.fileSha256.toString('base64')}`
      const before = known.get(key)
      if (before) return before
      try {
        const opened = await unseal(sealed(attachment), attachment)
        known.set(key, opened)
        if (known.size > 1_000) known.delete(known.keys().next().value ?? '')
        return opened
      } catch (error) {
        log('media unreadable', { reason: error instanceof Error ? error.message : 'unknown' })
        return undefined
      }
    },
    /** The plaintext, for people to look at; undefined when the file has gone or is larger than `most` bytes. */
    async plain(attachment: Attachment, most: number): Promise<Buffer | undefined> {
      try {
        const path = sealed(attachment)
        if (statSync(path).size > most) return undefined
        const pieces: Buffer[] = []
        await unseal(path, attachment, (piece) => pieces.push(piece))
        return Buffer.concat(pieces)
      } catch (error) {
        log('media unreadable', { reason: error instanceof Error ? error.message : 'unknown' })
        return undefined
      }
    },
    /** Keeps ciphertext that a contact sends. */
    put(kind: string, name: string, write: (path: string) => void): { url: string; directPath: string } {
      write(pathOf(name))
      const directPath = `/mms/${kind}/${name}`
      return { url: `https://${host()}${directPath}`, directPath }
    },
    /** Lets every file go, as WhatsApp does after some weeks. */
    clear(): void {
      known.clear()
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type Media = Awaited<ReturnType<typeof createMedia>>
