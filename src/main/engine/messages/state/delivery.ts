// The life of a message, as a pure function of (state, fact, now). No clock, no database, no network in here.
//
// A message is accepted as `pending`: it waits and can still be stopped. It may be held: until its time (`schedule`), or
// because it waited too long and a person is asked (`late`). The sender fixes its WhatsApp id and its bytes, saves both
// and only then hands them to the socket: it is `processing` and can no longer be stopped. If the socket certainly took
// nothing, it waits again, keeping id and bytes. Otherwise every try sends the same bytes under the same id.
//
// The server's clean ack, a receipt for that id, or its echo on another device of ours makes it `sent`; an error ack
// makes it `failed`. If a try ends without any of these it is unconfirmed: it may have gone out. It stays `processing` and
// is tried again, before anything newer to its chat, three times within a day in all; with `hold` it never is. Five
// minutes after the last try its outcome is `unknown`, and only now a person is asked: "send again" opens a new round of
// tries with the same bytes and id, "mark as sent" ends it. The server's late word still counts, whenever it comes.
//
// Receipts then tell `delivered` and `read`. Nothing ever moves backwards: an ack after a receipt changes nothing, and a
// `sent` message cannot fail. A message that never left may be `cancelled` and put back, or refused: `failed` because it
// expired, its number is not on WhatsApp, or it brought the program down three times.
import type { MessageStatus } from '@contract/messages.ts'
import type { OnAmbiguous } from '@contract/settings.ts'

/** Tries of one round for an unconfirmed message, and how long after the first one they go on. */
export const MOST_TRIES = 3
export const TRY_WINDOW_MS = 24 * 60 * 60_000
/** After the last try this long nobody is asked to decide: acks and receipts often come late. */
export const UNKNOWN_AFTER_MS = 5 * 60_000

/** The rule for an unconfirmed message; `never` = not even when a person asks, because the recipient asked to stop. */
export type Retry = OnAmbiguous | 'never'

export interface Delivery {
  status: MessageStatus
  outcome: string | null
  error: string | null
  errorCode: string | null
  hold: 'schedule' | 'late' | null
  /** Tries of this round. */
  attempts: number
  /** The first try of this round, and the latest one. */
  triesSince: number | null
  triedAt: number | null
  /** When a try first ended without an answer: from then on it may have gone out. */
  unconfirmedAt: number | null
  leftAt: number | null
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
  endedAt: number | null
}

export type Fact =
  /** Its time has come; or it has not, because the clock was set back. */
  | { kind: 'due' }
  | { kind: 'early' }
  /** It waited too long and a person is asked; and the person's word that it shall go. */
  | { kind: 'late' }
  | { kind: 'released' }
  /** Id and bytes are fixed and saved; the first byte may go out now. */
  | { kind: 'claimed' }
  /** The same bytes go out once more. */
  | { kind: 'tried-again' }
  | { kind: 'accepted'; at: number }
  | { kind: 'rejected'; code: string; reason: string }
  /** Another device of ours shows it. */
  | { kind: 'echo'; at: number }
  /** The try ended without an answer, or the program was stopped while it ran. */
  | { kind: 'no-answer' }
  /** Certainly nothing of this try went out. */
  | { kind: 'not-sent' }
  /** Nobody can tell any more; counts only when no try is left and the last one is old enough. */
  | { kind: 'given-up'; retry: Retry }
  /** A person's word on an unknown one. */
  | { kind: 'resend-asked' }
  | { kind: 'marked-sent' }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'receipt'; receipt: 'delivered' | 'read' | 'played'; at: number }
  | { kind: 'cancelled' }
  | { kind: 'restored' }

/** The next state, or the same object when the fact changes nothing. */
export function deliver(state: Delivery, fact: Fact, now: number): Delivery {
  switch (fact.kind) {
    case 'due':
      return state.hold === 'schedule' ? { ...state, hold: null } : state
    case 'early':
      return state.status === 'pending' && state.hold === null ? { ...state, hold: 'schedule' } : state
    case 'late':
      return state.status === 'pending' && state.hold === null ? { ...state, hold: 'late' } : state
    case 'released':
      return state.status === 'pending' && state.hold === 'late' ? { ...state, hold: null } : state
    case 'claimed':
      return state.status === 'pending' && state.hold === null ? tried({ ...state, status: 'processing' }, now) : state
    case 'tried-again':
      if (!isOpen(state) || state.outcome === 'unknown') return state
      return tried({ ...state, unconfirmedAt: state.unconfirmedAt ?? state.triedAt ?? now }, now)
    case 'accepted':
    case 'echo':
      return isOpen(state) || state.status === 'failed' ? sent(state, fact.at) : state
    case 'rejected':
      return isOpen(state) ? failed(state, fact.code, fact.reason, now) : state
    case 'no-answer':
      return isOpen(state) && state.unconfirmedAt === null ? { ...state, unconfirmedAt: now } : state
    case 'not-sent':
      return isOpen(state) && state.attempts > 0 ? takenBack(state) : state
    case 'given-up':
      return isOpen(state) && state.outcome === null ? givenUp(state, fact.retry, now) : state
    case 'resend-asked':
      return isUnknown(state) ? { ...state, outcome: null, attempts: 0, triesSince: null } : state
    case 'marked-sent':
      return isUnknown(state) ? { ...sent(state, now), outcome: 'marked-sent' } : state
    case 'refused':
      return state.status === 'pending' ? failed(state, fact.code, fact.reason, now) : state
    case 'receipt':
      return received(state, fact.receipt, fact.at)
    case 'cancelled':
      return state.status === 'pending' ? { ...state, status: 'cancelled', endedAt: now } : state
    case 'restored':
      return state.status === 'cancelled' && state.leftAt === null
        ? { ...state, status: 'pending', endedAt: null }
        : state
  }
}

/** Whether the same bytes should go out once more, now that the device can relay. A person's "send again" stands above `hold`. */
export function mayTryAgain(state: Delivery, retry: Retry, now: number): boolean {
  if (!isOpen(state) || state.outcome !== null || retry === 'never') return false
  if (state.attempts === 0) return true
  return retry === 'resend' && state.attempts < MOST_TRIES && now - (state.triesSince ?? now) < TRY_WINDOW_MS
}

/** When an unconfirmed message becomes `unknown` unless something is heard of it (epoch ms); `now` where that must be counted anew. */
export function unknownAt(state: Delivery, retry: Retry, now: number): number {
  if (isAhead(state, now)) return now
  const fiveMinutes = (state.triedAt ?? now) + UNKNOWN_AFTER_MS
  const hasTries = mayTryAgain(state, retry, now)
  return hasTries ? Math.max(fiveMinutes, (state.triesSince ?? now) + TRY_WINDOW_MS) : fiveMinutes
}

export const isUnknown = (state: Pick<Delivery, 'status' | 'outcome'>): boolean =>
  state.status === 'processing' && state.outcome === 'unknown'

/** Whether it still waits for its way: what nobody can decide but a person does not. */
export const isWaiting = (state: Pick<Delivery, 'status' | 'outcome'>): boolean =>
  state.status === 'pending' || (state.status === 'processing' && !isUnknown(state))

/** On its way. A failed one may still have arrived by an earlier try, which the server's clean word for that id proves. */
const isOpen = (state: Delivery): boolean => state.status === 'processing'

function tried(state: Delivery, now: number): Delivery {
  const { attempts, leftAt, triesSince } = state
  return { ...state, attempts: attempts + 1, leftAt: leftAt ?? now, triesSince: triesSince ?? now, triedAt: now }
}

/** An earlier try may have gone out: then it stays unconfirmed. Otherwise it waits as before and can still be stopped. */
function takenBack(state: Delivery): Delivery {
  const attempts = state.attempts - 1
  if (state.unconfirmedAt !== null) return { ...state, attempts }
  return { ...state, status: 'pending', attempts, leftAt: null, triesSince: null, triedAt: null }
}

/** A clock that was set back must neither ask too early nor never: the five minutes begin anew. */
function givenUp(state: Delivery, retry: Retry, now: number): Delivery {
  const { triedAt, triesSince } = state
  if (isAhead(state, now)) {
    return { ...state, triedAt: Math.min(triedAt ?? now, now), triesSince: Math.min(triesSince ?? now, now) }
  }
  if (now < unknownAt(state, retry, now)) return state
  return { ...state, outcome: 'unknown', unconfirmedAt: state.unconfirmedAt ?? now }
}

/** Its tries lie in the future of a clock that was set back. */
const isAhead = ({ triedAt, triesSince }: Delivery, now: number): boolean =>
  (triedAt ?? 0) > now || (triesSince ?? 0) > now

function sent(state: Delivery, at: number): Delivery {
  return {
    ...state,
    status: 'sent',
    outcome: null,
    error: null,
    errorCode: null,
    sentAt: state.sentAt ?? at,
    endedAt: null,
  }
}

function failed(state: Delivery, code: string, reason: string, now: number): Delivery {
  return { ...state, status: 'failed', outcome: code, error: reason, errorCode: code, endedAt: now }
}

/** A receipt proves that the server took the message, whatever we believed before. Each time is the earliest told. */
function received(state: Delivery, receipt: 'delivered' | 'read' | 'played', at: number): Delivery {
  if (state.status === 'pending' || state.status === 'cancelled') return state
  const base = state.status === 'sent' && state.outcome === null ? state : sent(state, at)
  const deliveredAt = base.deliveredAt ?? at
  const readAt = receipt === 'delivered' ? base.readAt : (base.readAt ?? at)
  if (base === state && deliveredAt === state.deliveredAt && readAt === state.readAt) return state
  return { ...base, deliveredAt, readAt }
}
