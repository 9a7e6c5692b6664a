// The life of a message, as a pure function of (state, fact, now). No clock, no database, no network in here.
//
// A message is accepted as `pending`: it waits and can still be stopped. The sender fixes its WhatsApp id and its bytes,
// saves both and only then hands them to the socket: it is `processing` and can no longer be stopped. If the socket
// certainly took nothing, it waits again, keeping id and bytes. Otherwise every try sends the same bytes under the same id. The server's clean ack, or a receipt for that id, makes it `sent`;
// an error ack makes it `failed`. If a try ends without an answer it stays `processing` with outcome `unknown`: it may
// have gone out. It is sent again, before anything newer of its device, when the device is connected, three tries
// within a day in all; after the last one only the server's late word, or a person, can end it. Receipts then tell
// `delivered` and `read`. Nothing ever moves backwards: an ack after a receipt changes nothing, and a `sent` message
// cannot fail. A message that never left may be `cancelled`, and put back.
import type { MessageStatus } from '@contract/messages.ts'

/** Tries in all for one message whose outcome is not known, and how long after the first one they go on. */
export const MOST_TRIES = 3
export const TRY_WINDOW_MS = 24 * 60 * 60_000
/** After the last try this long nobody is asked to decide: acks and receipts often come late. */
export const UNKNOWN_AFTER_MS = 5 * 60_000

export interface Delivery {
  status: MessageStatus
  outcome: string | null
  error: string | null
  errorCode: string | null
  attempts: number
  leftAt: number | null
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
  endedAt: number | null
}

export type Fact =
  /** Id and bytes are fixed and saved; the first byte may go out now. */
  | { kind: 'claimed' }
  /** The same bytes go out once more. */
  | { kind: 'tried-again' }
  | { kind: 'accepted'; at: number }
  | { kind: 'rejected'; code: string; reason: string }
  /** The try ended without an answer, or the program was stopped while it ran. */
  | { kind: 'no-answer' }
  /** Certainly nothing of it went out. */
  | { kind: 'not-sent' }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'receipt'; receipt: 'delivered' | 'read' | 'played'; at: number }
  | { kind: 'cancelled' }
  | { kind: 'restored' }

/** The next state, or the same object when the fact changes nothing. */
export function deliver(state: Delivery, fact: Fact, now: number): Delivery {
  switch (fact.kind) {
    case 'claimed':
      if (state.status !== 'pending') return state
      return {
        ...state,
        status: 'processing',
        outcome: null,
        attempts: state.attempts + 1,
        leftAt: state.leftAt ?? now,
      }
    case 'tried-again':
      if (state.status !== 'processing') return state
      return { ...state, attempts: state.attempts + 1 }
    case 'accepted':
      return isOpen(state) ? sent(state, fact.at) : state
    case 'rejected':
      return isOpen(state) ? failed(state, fact.code, fact.reason, now) : state
    case 'no-answer':
      return state.status === 'processing' && state.outcome !== 'unknown' ? { ...state, outcome: 'unknown' } : state
    case 'not-sent':
      if (state.status !== 'processing') return state
      // An earlier try may have gone out, so it stays unknown; otherwise it waits as before and can still be stopped.
      if (state.outcome === 'unknown') return { ...state, attempts: Math.max(1, state.attempts - 1) }
      return { ...state, status: 'pending', attempts: state.attempts - 1, leftAt: null }
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

/** Whether the same bytes should go out once more, now that the device can relay. */
export function mayTryAgain(state: Delivery, now: number): boolean {
  if (state.status !== 'processing') return false
  return state.attempts < MOST_TRIES && now - (state.leftAt ?? now) < TRY_WINDOW_MS
}

/** On its way: the server's word counts. A failed one may still have arrived, which only a receipt proves. */
function isOpen(state: Delivery): boolean {
  return state.status === 'processing'
}

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
  const base = state.status === 'sent' ? state : sent(state, at)
  const deliveredAt = base.deliveredAt ?? at
  const readAt = receipt === 'delivered' ? base.readAt : (base.readAt ?? at)
  if (base === state && deliveredAt === state.deliveredAt && readAt === state.readAt) return state
  return { ...base, deliveredAt, readAt }
}
