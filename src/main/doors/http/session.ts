// Sessions: how a browser page proves that it was opened from this PC. A one-time token in the address buys a cookie;
// both live in memory alone, as digests, and end with the program.
import { createHash, randomBytes } from 'node:crypto'

const LINK_LIVES_MS = 10 * 60_000
/** Pages signed in at once; beyond that the one that signed in first is signed out. */
const MOST_SESSIONS = 100

export interface Sessions {
  /** A token that signs one page in, once. `forever`: good until it is used, for the line printed at the start. */
  newToken(forever?: boolean): string
  /** The id of a new session for an unused token, else null. */
  redeem(token: string): string | null
  isSignedIn(cookie: string | undefined): boolean
  /** The Set-Cookie line that carries a session. */
  cookieFor(id: string): string
}

/** @param name of the cookie; cookies do not tell ports apart, so it names ours */
export function createSessions(name: string, now: () => number = Date.now): Sessions {
  const tokens = new Map<string, number>()
  const sessions = new Set<string>()

  return {
    newToken(forever = false) {
      for (const [digest, endsAt] of tokens) if (endsAt < now()) tokens.delete(digest)
      const token = secret()
      tokens.set(digestOf(token), forever ? Number.POSITIVE_INFINITY : now() + LINK_LIVES_MS)
      return token
    },
    redeem(token) {
      const digest = digestOf(token)
      const endsAt = tokens.get(digest)
      tokens.delete(digest)
      if (endsAt === undefined || endsAt < now()) return null
      const id = secret()
      sessions.add(digestOf(id))
      for (const first of sessions) {
        if (sessions.size <= MOST_SESSIONS) break
        sessions.delete(first)
      }
      return id
    },
    isSignedIn(cookie) {
      const id = cookieNamed(cookie, name)
      return id !== undefined && sessions.has(digestOf(id))
    },
    cookieFor: (id) => `${name}=${id}; Path=/; HttpOnly; SameSite=Strict`,
  }
}

const secret = () => randomBytes(32).toString('base64url')
// A digest is looked up, never the secret: the time of the look-up tells nothing of it.
const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url')

function cookieNamed(cookie: string | undefined, name: string): string | undefined {
  for (const pair of cookie?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=')
    if (key === name) return value
  }
  return undefined
}
