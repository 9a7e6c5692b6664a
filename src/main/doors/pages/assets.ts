// Assets: the built pages from their folder. Addresses of pages get index.html; the browser asks for nothing else's files.
// Every answer carries the headers that keep a page from running or loading anything that is not ours.
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { DakiyaError } from '@contract/errors.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** @param folder of the built pages, with index.html in it */
export function createAssets(folder: string): (request: Request, url: URL) => Promise<Response> {
  const root = normalize(folder + sep)

  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new DakiyaError('METHOD_NOT_ALLOWED', 'This address takes GET.')
    // The pages name their parts relative to their own address, however many parts that has.
    const path = decoded(url.pathname).replace(/^.*(?=\/assets\/[^/]+$)/, '')
    const extension = extname(path)
    const isPage = extension === ''
    const file = isPage ? join(root, 'index.html') : normalize(join(root, path))
    const type = types[isPage ? '.html' : extension]
    if (type === undefined || !file.startsWith(root)) throw new DakiyaError('NOT_FOUND')
    const bytes = await readFile(file).catch(() => {
      throw new DakiyaError('NOT_FOUND')
    })
    const isHashed = path.startsWith('/assets/')
    return new Response(request.method === 'HEAD' ? null : bytes, {
      headers: {
        ...safeHeaders(url),
        'content-type': type,
        'content-length': String(bytes.length),
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-store',
      },
    })
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new DakiyaError('NOT_FOUND')
  }
}

function safeHeaders({ protocol, host }: URL): Record<string, string> {
  // The bridge's socket is named beside 'self', which not every browser takes to include ws:.
  const connect = protocol === 'http:' ? `'self' ws://${host}` : "'self'"
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  }
}
