// The REST API of a running program, as another program on this PC calls it.
import type { Headless } from './headless.ts'

export type Body = Record<string, unknown>

export interface Api {
  get(path: string): Promise<Body>
  post(path: string, body?: Body): Promise<Body>
  patch(path: string, body: Body): Promise<Body>
}

/** Calls that are refused throw with the refusal's sentence. */
export function apiOf({ api, apiKey }: Pick<Headless, 'api' | 'apiKey'>): Api {
  return callsTo(api, { 'x-api-key': apiKey })
}

/** The control API of the practice network. */
export function controlOf({ practice }: Pick<Headless, 'practice'>): Api {
  return callsTo(practice, {})
}

function callsTo(base: string, headers: Record<string, string>): Api {
  const call = async (method: string, path: string, body?: Body): Promise<Body> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return JSON.parse(text) as Body
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body ?? {}),
    patch: (path, body) => call('PATCH', path, body),
  }
}
