// One message on its way to the server's word: prepared, claimed, handed over, concluded. Nothing else is written here: a
// refusal, a lost answer or a message that was certainly not sent are facts for `settle`.
import type { Journal } from '../../base/journal.ts'
import type { Log } from '../../base/log.ts'
import { reasonOf } from '../state/reasons.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { Store } from '../state/store.ts'
import type { Prepare } from './prepare.ts'
import type { SendingStore } from './store.ts'
import type { Letter, Outcome, Transport } from './transport.ts'

export interface AttemptDeps {
  deviceId: string
  rows: Store
  store: SendingStore
  settle: Settle
  prepareLetter: Prepare
  transport: Transport
  journal: Journal
  log: Log
  isOptedOut: (number: string) => boolean
  /** Whether nothing and nobody holds this device: not paused, disk not full. */
  mayGo: () => boolean
  /** This chat gets nothing for a while. */
  rest: (chat: string) => void
}

/** What became of a try. */
export interface Attempted {
  /** It counts for the pace. */
  hasLeft: boolean
  /** It may have arrived, or is claimed without an answer; or another of its chat stood before it. */
  isUnconfirmed: boolean
}

export function createAttempt(deps: AttemptDeps) {
  const { deviceId, rows, store, settle, prepareLetter, transport, journal, log, isOptedOut, mayGo, rest } = deps

  /** Brings one message to the server. Every way out is a fact on disk, an unconfirmed message or a rest; never rejects. */
  async function attempt(row: Row, isAgain: boolean): Promise<Attempted> {
    let hasLeft = false
    try {
      const letter = isAgain ? await tryAgain(row) : await prepareLetter(row)
      if (letter === null) return { hasLeft, isUnconfirmed: true }
      // Asked last of all: somebody may have asked to stop while the claim was written.
      if (isOptedOut(row.number)) {
        await settle.settle(row.id, { kind: 'not-sent' })
        return { hasLeft, isUnconfirmed: isAgain }
      }
      journal.note({ kind: 'out', id: row.id, waId: letter.waId, bytes: journal.digest(letter.bytes) })
      hasLeft = true
      const outcome = await transport.relay(deviceId, letter)
      hasLeft = outcome.kind !== 'not-sent'
      await conclude(row, outcome)
      return { hasLeft, isUnconfirmed: outcome.kind === 'unknown' || (outcome.kind === 'not-sent' && isAgain) }
    } catch (cause) {
      log.warn({ err: cause, queueId: row.id }, 'a message could not be sent')
      rest(row.number)
      // If it was claimed all the same, it is found there.
      return { hasLeft, isUnconfirmed: true }
    }
  }

  async function tryAgain(row: Row): Promise<Letter | null> {
    const bytes = store.content(row.id)
    if (bytes === null || row.waId === null || row.address === null) throw new Error('its letter is gone')
    const current = await settle.commit((apply) => {
      const now = rows.get(row.id)
      return now && mayGo() && !isOptedOut(row.number) ? apply(now, { kind: 'tried-again' }) : null
    })
    return current && { waId: row.waId, address: row.address, bytes }
  }

  /** The server's own word has entered at settle already; what is left is its silence, and what never reached it. */
  async function conclude(row: Row, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'rejected') {
      await settle.settle(row.id, { kind: 'rejected', code: outcome.code, reason: reasonOf(outcome.code) })
    }
    if (outcome.kind === 'unknown') await settle.settle(row.id, { kind: 'no-answer' })
    if (outcome.kind === 'not-sent') {
      await settle.settle(row.id, { kind: 'not-sent' })
      rest(row.number)
    }
  }

  return attempt
}
