// The guard: what is asked of every request before anything else reads it. Loopback is not enough: a web page can make
// its visitor's browser call 127.0.0.1, under its own name (rebinding) or across origins. Programs on this PC send neither
// Origin nor Sec-Fetch-Site, so they pass; a browser passes only from our own page.
import type { IncomingMessage } from 'node:http'
import type { Refusal } from '@contract/errors.ts'

const FOREIGN_HOST: Refusal = {
  code: 'FORBIDDEN',
  message: 'This address may only be called by its own name on this PC.',
}
const FOREIGN_ORIGIN: Refusal = { code: 'FORBIDDEN', message: 'Web pages may not call this address.' }

/** Where a browser may arrive from another page, by following a link: the pages themselves and nothing that tells or does anything. */
const isPage = (path: string) => !/^\/(api|bridge|compat|exports|files|healthz|metrics|session)(\/|\?|$)/i.test(path)

export interface Guard {
  /** Why this request is refused, or null. */
  check(request: IncomingMessage): Refusal | null
  /** Whether `request` comes from a page of ours in a browser: it names our origin. */
  isFromOurPage(request: IncomingMessage): boolean
}

/** @param port where we listen; only names of this port are ours */
export function createGuard(port: number): Guard {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const hosts = new Set(names.map((name) => `${name}:${port}`))
  if (port === 80) for (const name of names) hosts.add(name)
  const origins = new Set([...hosts].map((host) => `http://${host}`))

  function check(request: IncomingMessage): Refusal | null {
    const { headers, url = '' } = request
    // An absolute address in the request line would name a host of its own.
    if (url.charCodeAt(0) !== 47 || headers.host === undefined || !hosts.has(headers.host) || !hasOneHost(request))
      return FOREIGN_HOST
    const { origin } = headers
    if (origin !== undefined && !origins.has(origin)) return FOREIGN_ORIGIN
    const site = headers['sec-fetch-site']
    if (site === undefined || site === 'none' || site === 'same-origin') return null
    const isLink =
      request.method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
    return isLink && isPage(url) ? null : FOREIGN_ORIGIN
  }

  return {
    check,
    isFromOurPage: ({ headers }) => headers.origin !== undefined && headers.origin === `http://${headers.host}`,
  }
}

/** Node keeps the first of two Host headers; a proxy in between might have believed the other. */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let seen = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') seen += 1
  }
  return seen === 1
}
