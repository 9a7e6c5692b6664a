// Why a connection ended, and what to do about it. Pure: (what is known, chance) -> the next step.
// Codes are WhatsApp's (Baileys' DisconnectReason and whatsmeow's longer list). Three families: come back (with full-jitter
// back-off), stand back (another program, a code nobody knows), stop (logged out, banned). Creds are never dropped here.

/** How a socket ended, by its own account. */
export interface End {
  code: number | null
  /** Baileys' words; only 'QR refs attempts ended' is read. */
  reason: string
  /** Seconds a ban lasts, where WhatsApp said so. */
  banSeconds: number | null
}

/** What is known when a socket has closed. */
export interface Closing extends End {
  isLinked: boolean
  /** The phone has taken the code in this round of linking. */
  wasScanned: boolean
  /** Tries since the last connection that held. */
  attempt: number
  /** How often another program has taken over since then. */
  replaced: number
  /** How often a code that nobody knows came since then. */
  strange: number
  /** A newer version was asked for already since then. */
  hasFreshVersion: boolean
}

export type Step =
  | { do: 'reconnect'; afterMs: number }
  | { do: 'refresh-version' }
  | { do: 'stop'; why: 'codes-used-up' | 'refused' | 'logged-out' | 'replaced' | 'outdated' }
  | { do: 'stop'; why: 'banned'; seconds: number | null }
  | { do: 'stop'; why: 'stopped'; code: number }

const BACKOFF_FIRST_MS = 1_000
export const BACKOFF_MOST_MS = 5 * 60_000
/** A practice network comes back at once or never. */
export const BACKOFF_MOST_IN_PRACTICE_MS = 5_000
export const REPLACED_WAIT_MS = 60_000
const STRANGE_TRIES = 3

const BANNED = new Set([403, 406])
/** Dropped lines, restarts of the server, silence: 500 is also Baileys' word for any stream error it does not know. */
const PASSING = new Set([408, 428, 500, 502, 503, 504])

/** Full jitter: anywhere up to a bound that doubles, so that a thousand PCs do not come back in one second. */
export function backoffMs(attempt: number, chance: number, mostMs: number): number {
  const bound = Math.min(mostMs, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 20))
  return Math.round(Math.max(bound * chance, Math.min(BACKOFF_FIRST_MS / 2, bound)))
}

/** Reads what Baileys hands over with a close. */
export function readEnd(error: unknown): End {
  const {
    message = '',
    output,
    data,
  } = (error ?? {}) as {
    message?: string
    output?: { statusCode?: number }
    data?: { expire?: string }
  }
  const seconds = Number(data?.expire)
  // The code of an HTTP answer: the word of a proxy or a portal on the way, not WhatsApp's.
  const isOfTheWay = message.startsWith('WebSocket Error')
  return {
    code: isOfTheWay ? null : (output?.statusCode ?? null),
    reason: message,
    banSeconds: seconds > 0 ? seconds : null,
  }
}

/** The next step. `chance` is 0–1, `mostMs` the longest back-off. */
export function nextStep(closing: Closing, chance: number, mostMs: number): Step {
  const { code } = closing
  const later: Step = { do: 'reconnect', afterMs: backoffMs(closing.attempt, chance, mostMs) }
  if (code === 515) return closing.attempt < 3 ? { do: 'reconnect', afterMs: 0 } : later
  if (code === 405) return closing.hasFreshVersion ? { do: 'stop', why: 'outdated' } : { do: 'refresh-version' }
  if (!closing.isLinked) {
    if (closing.reason.includes('QR refs attempts ended')) return { do: 'stop', why: 'codes-used-up' }
    if (code === null || !PASSING.has(code) || (closing.wasScanned && code === 500))
      return { do: 'stop', why: 'refused' }
    return later
  }
  if (code === 401) return { do: 'stop', why: 'logged-out' }
  if (code === 402) return { do: 'stop', why: 'banned', seconds: closing.banSeconds }
  if (code !== null && BANNED.has(code)) return { do: 'stop', why: 'banned', seconds: null }
  // Coming back again and again would throw the other program out again and again.
  if (code === 440)
    return closing.replaced < 1 ? { do: 'reconnect', afterMs: REPLACED_WAIT_MS } : { do: 'stop', why: 'replaced' }
  if (code !== null && !PASSING.has(code) && closing.strange >= STRANGE_TRIES)
    return { do: 'stop', why: 'stopped', code }
  return later
}

export const isPassing = (code: number | null): boolean => code === null || PASSING.has(code) || code === 515
