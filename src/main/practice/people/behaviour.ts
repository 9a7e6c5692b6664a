// How recipients behave. Every draw comes from a seeded source and depends only on who and how many before, never on
// the order in which things happen to run, so that two runs with one seed are alike.
import { createHash } from 'node:crypto'
import { createCachedTable } from '../cached-table.ts'
import type { Store } from '../store.ts'

/** What can be set for a number, or for `*`. Delays in milliseconds; `reads` may be a share between 0 and 1. */
export interface Wishes {
  onWhatsApp?: boolean
  delivers?: boolean
  reads?: boolean | number
  reply?: string | null
  deliverAfterMs?: number
  readAfterMs?: number
  devices?: number
  /** Speaks under the LID from now on: the migration away from phone numbers. */
  lid?: boolean
  receipts?: ReceiptManner
}

/** How receipts come: as they should, read before delivered, each twice, or read alone. */
export const receiptManners = ['plain', 'reversed', 'doubled', 'read-only'] as const
export type ReceiptManner = (typeof receiptManners)[number]

/** What one message to one recipient will see. */
export interface DeliveryState {
  deliverAfterMs: number | undefined
  readAfterMs: number | undefined
  reply: string | undefined
  receipts: ReceiptManner
}

/** A number between 0 and 1 that belongs to these words. */
export function draw(...words: (string | number)[]): number {
  const hash = createHash('sha256').update(words.join('\0')).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48
}

function ofNumber(number: string): Wishes {
  if (number.endsWith('0000')) return { onWhatsApp: false }
  if (number.endsWith('9999')) return { delivers: false }
  if (number.endsWith('7777')) return { reply: 'STOP' }
  return {}
}

interface Kind {
  wishes: Wishes
  /** Messages whose outcome was drawn. */
  drawn: number
}

export function createBehaviour(store: Store, seed: () => string) {
  const kept = createCachedTable<Kind>(store, 'people', 'number')
  const keyOf = (number: string) => `behaviour ${number}`
  const kind = (number: string): Kind => kept.get(keyOf(number)) ?? { wishes: {}, drawn: 0 }
  const wishes = (number: string): Wishes => ({ ...kind('*').wishes, ...ofNumber(number), ...kind(number).wishes })

  return {
    wishes,
    /** Changes how a number (or `*`) behaves; `undefined` fields stay as they were. Returns what holds now. */
    patch(number: string, changes: Wishes): Wishes {
      const before = kind(number)
      kept.set(keyOf(number), { ...before, wishes: { ...before.wishes, ...changes } })
      return number === '*' ? kind('*').wishes : wishes(number)
    },
    isOnWhatsApp: (number: string): boolean => wishes(number).onWhatsApp ?? true,
    devices: (number: string): number => wishes(number).devices ?? 1,
    /** Draws what happens to the next message to this number. */
    outcome(number: string): DeliveryState {
      const before = kind(number)
      kept.set(keyOf(number), { ...before, drawn: before.drawn + 1 })
      const by = wishes(number)
      const chance = (what: string) => draw(seed(), number, before.drawn, what)
      const receipts = by.receipts ?? 'plain'
      if (by.delivers === false) {
        return { deliverAfterMs: undefined, readAfterMs: undefined, reply: undefined, receipts }
      }
      const deliverAfterMs = by.deliverAfterMs ?? Math.round(50 + 350 * chance('deliver'))
      const share = by.reads === undefined ? 0.7 : Number(by.reads)
      const doesRead = chance('reads') < share
      const readAfterMs = Math.max(
        deliverAfterMs,
        by.readAfterMs ?? Math.round(deliverAfterMs + 2_500 * chance('read')),
      )
      return { deliverAfterMs, readAfterMs: doesRead ? readAfterMs : undefined, reply: by.reply ?? undefined, receipts }
    },
    clear: kept.clear,
  }
}

export type Behaviour = ReturnType<typeof createBehaviour>
