// Fetching a file from an address that somebody gave us, and so the engine's most dangerous errand: no address, name,
// encoding or redirect may lead to this PC or its network, and no server may fill the disk or keep us waiting.
// Redirects are followed by hand, each checked like the first. Never a proxy of the environment, never a packed body.
import type { IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { DakiyaError } from '@contract/errors.ts'
import { guarded, isGuardsWord, leadsInside, requestOf, unguarded } from './address-guard.ts'

export interface Fetched {
  /** The bytes; reading them throws MEDIA_REJECTED when the connection breaks or the time is up. */
  body: AsyncIterable<Uint8Array>
  close(): void
  /** The name the server or the address gives; '' when neither does. */
  name: string
  /** What the server says of the size, null when it says nothing. */
  size: number | null
}

export interface FetchRules {
  /** The practice network's files (`http://127.0.0.1:P/files`), the one local place allowed; null in a real profile. */
  allowedFiles: () => string | null
  ports: readonly number[]
  lookup?: LookupFunction | undefined
  connectMs: number
  firstByteMs: number
}

export const usualRules: FetchRules = {
  allowedFiles: () => null,
  ports: [80, 443],
  connectMs: 5_000,
  firstByteMs: 10_000,
}

const MOST_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** A refusal by its reason in brackets; `media-server.ts` adds the field. */
const unfetched = (why: string, cause?: unknown) =>
  new DakiyaError('MEDIA_REJECTED', `No file could be fetched from that address (${why}).`, { cause })
export const tookTooLong = (cause?: unknown) => unfetched('it took too long', cause)
const inside = (cause?: unknown) =>
  new DakiyaError('MEDIA_REJECTED', 'That address is not a public one. Files are fetched from public addresses only.', {
    cause,
  })

/** The address of a file as far as its writing goes. @throws VALIDATION_ERROR */
export function readMediaUrl(text: string, field = 'mediaUrl'): URL {
  const url = URL.parse(text.trim())
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '') return url
  const sentence = 'This is not an address of a file. Write one that begins with https:// or http://.'
  throw new DakiyaError('VALIDATION_ERROR', sentence, { field })
}

/** Opens `url`; the caller reads and counts the body, and closes it. Ends with `signal`. @throws MEDIA_REJECTED */
export async function openUrl(url: URL, rules: FetchRules, signal: AbortSignal): Promise<Fetched> {
  let at = url
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(at, rules, signal)
    const status = answer.statusCode ?? 0
    const { location } = answer.headers
    if (REDIRECTS.has(status) && location !== undefined) {
      answer.destroy()
      if (redirects === MOST_REDIRECTS) throw unfetched('it led on too often')
      at = followed(at, location)
      continue
    }
    if (status !== 200) {
      answer.destroy()
      throw unfetched(`it answered ${status}`)
    }
    if (!/^(?:identity)?$/i.test(answer.headers['content-encoding'] ?? '')) {
      answer.destroy()
      throw unfetched('it answered with a packed body')
    }
    const size = Number.parseInt(answer.headers['content-length'] ?? '', 10)
    return {
      body: bytesOf(answer, signal),
      close: () => void answer.destroy(),
      name: nameOf(answer, at),
      size: Number.isSafeInteger(size) ? size : null,
    }
  }
}

/** Where a redirect leads; what it leads to is checked like a first address. @throws MEDIA_REJECTED */
export function followed(from: URL, location: string): URL {
  const to = URL.parse(location, from.href)
  if (to === null || !/^https?:$/.test(to.protocol)) throw unfetched('it led to something that is no address')
  if (from.protocol === 'https:' && to.protocol === 'http:') throw unfetched('it led to an unprotected address')
  return to
}

async function* bytesOf(answer: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* answer as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw signal.aborted ? tookTooLong(cause) : refusalOfFetch(cause)
  }
}

function ask(url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> {
  const isAllowed = isUnder(url, rules.allowedFiles())
  if (!isAllowed) {
    if (leadsInside(url)) throw inside()
    if (url.username !== '' || url.password !== '') throw unfetched('it carries a user name or password')
    const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
    if (!rules.ports.includes(port)) throw unfetched(`port ${port} is not one that files are fetched from`)
  }
  return new Promise((resolve, reject) => {
    const request = requestOf(url)(url, {
      ...(isAllowed ? unguarded : guarded(url, rules.lookup)),
      headers: { 'accept-encoding': 'identity', 'user-agent': 'Dakiya' },
      maxHeaderSize: 16_384,
      signal,
    })
    const late = (ms: number) =>
      setTimeout(() => request.destroy(unfetched(`it did not answer within ${ms / 1000} seconds`)), ms)
    const connecting = late(rules.connectMs)
    const answering = late(rules.firstByteMs)
    const stop = () => {
      clearTimeout(connecting)
      clearTimeout(answering)
    }
    request.once('socket', (socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting)),
    )
    request.once('response', (answer) => {
      stop()
      // Who reads the body learns of a break; nobody else may fall over it.
      answer.on('error', () => {})
      resolve(answer)
    })
    request.on('error', (cause) => {
      stop()
      reject(refusalOfFetch(cause))
    })
    request.end()
  })
}

/** Whether `url` is at or below the place `base`; a base without a path is the whole origin. */
function isUnder(url: URL, base: string | null): boolean {
  const allowed = base === null ? null : URL.parse(base)
  if (allowed === null || url.origin !== allowed.origin || url.username !== '' || url.password !== '') return false
  return url.pathname.startsWith(allowed.pathname.replace(/\/*$/, '/'))
}

/** What a failed fetch is called to people. */
function refusalOfFetch(cause: unknown): DakiyaError {
  if (cause instanceof DakiyaError) return cause
  if (isGuardsWord(cause)) return inside(cause)
  const { code = '', name = '' } = cause as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') return tookTooLong(cause)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return unfetched('there is no such host', cause)
  if (code === 'ECONNREFUSED') return unfetched('nobody answers there', cause)
  if (/CERT|TLS|SSL|SIGNATURE|ALTNAME/.test(code)) return unfetched('its certificate is not trusted', cause)
  return unfetched('the connection broke', cause)
}

/** The server's own word first, then the last part of the address. */
function nameOf(answer: IncomingMessage, url: URL): string {
  const disposition = answer.headers['content-disposition'] ?? ''
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1]
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1')
  const bare = /filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1]
  const given = (encoded === undefined ? undefined : decoded(encoded)) ?? quoted ?? bare
  return given ?? decoded(url.pathname.split('/').at(-1) ?? '') ?? ''
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
