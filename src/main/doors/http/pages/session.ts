// Sessions: how a browser page proves that it was opened from this PC. A one-time token in the address buys a cookie. Tokens
// live in memory and end with the program; sessions also stand on disk, as digests, so that an open page lives on when the
// program starts again. One ends when its page signs out, or when no page asked with it for thirty days.
import { createHash, randomBytes } from 'node:crypto'
import type { SessionFile } from './session-file.ts'

const LINK_LIVES_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000
const SESSION_LIVES_MS = 30 * DAY_MS
/** Pages signed in at once; beyond that the one that signed in first is signed out. */
const MOST_SESSIONS = 100

export interface Sessions {
  /** A token that signs one page in, once. `forever`: good until it is used, for the line printed at the start. */
  newToken(forever?: boolean): string
  /** The id of a new session for an unused token, else null. */
  redeem(token: string): string | null
  isSignedIn(cookie: string | undefined): boolean
  /** Ends the session of this cookie. */
  signOut(cookie: string | undefined): void
  /** Calls `onEnd` when the session of this cookie ends; answers how to listen no more. */
  follow(cookie: string | undefined, onEnd: () => void): () => void
  /** The Set-Cookie line that carries a session; null = takes it away. */
  cookieFor(id: string | null): string
}

export interface SessionDeps {
  /** The cookie's name; cookies do not tell ports apart, so it names ours. */
  name: string
  sessionFile: SessionFile
  now?: () => number
}

export function createSessions({ name, sessionFile, now = Date.now }: SessionDeps): Sessions {
  const tokens = new Map<string, number>()
  /** Until when each holds, by its digest; the oldest sign-in first. */
  const sessions = new Map(Object.entries(sessionFile.read()).filter(([, until]) => until > now()))
  const followers = new Map<string, Set<() => void>>()
  const keep = () => sessionFile.write(Object.fromEntries(sessions))

  const found = (cookie: string | undefined): string | null => {
    const id = cookieNamed(cookie, name)
    const digest = id === undefined ? null : digestOf(id)
    return digest !== null && (sessions.get(digest) ?? 0) > now() ? digest : null
  }

  function end(digest: string): void {
    sessions.delete(digest)
    for (const onEnd of [...(followers.get(digest) ?? [])]) onEnd()
    followers.delete(digest)
  }

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
      for (const [old, until] of sessions) if (until <= now()) end(old)
      for (const first of sessions.keys()) {
        if (sessions.size < MOST_SESSIONS) break
        end(first)
      }
      const id = secret()
      sessions.set(digestOf(id), now() + SESSION_LIVES_MS)
      keep()
      return id
    },
    isSignedIn(cookie) {
      const digest = found(cookie)
      if (digest === null) return false
      // Written once a day, not with every request.
      if ((sessions.get(digest) ?? 0) < now() + SESSION_LIVES_MS - DAY_MS) {
        sessions.set(digest, now() + SESSION_LIVES_MS)
        keep()
      }
      return true
    },
    signOut(cookie) {
      const digest = found(cookie)
      if (digest === null) return
      end(digest)
      keep()
    },
    follow(cookie, onEnd) {
      const digest = found(cookie)
      if (digest === null) return () => {}
      const all = followers.get(digest) ?? new Set()
      followers.set(digest, all.add(onEnd))
      return () => {
        all.delete(onEnd)
        if (all.size === 0 && followers.get(digest) === all) followers.delete(digest)
      }
    },
    cookieFor: (id) => `${name}=${id ?? ''}; Path=/; HttpOnly; SameSite=Strict${id === null ? '; Max-Age=0' : ''}`,
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
