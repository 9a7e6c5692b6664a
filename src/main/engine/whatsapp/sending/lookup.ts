// Which numbers are on WhatsApp, and the address it gives for each: never one made by editing digits.
import '../silence-libsignal.ts'
import type { Lookup } from '../../messages/messages.ts'
import { userOf } from '../jid.ts'
import { type Outbound, withinOutbound } from './outbound.ts'

/** A query that nobody answers is given up after this; it is also how long a stuck one can hold up a send. */
export const QUERY_TIMEOUT_MS = 15_000

const NO_ANSWER: Lookup = { onWhatsApp: null, address: null }
const NOT_THERE: Lookup = { onWhatsApp: false, address: null }

type Found = { jid: string; exists: boolean }

async function ask(outbound: Outbound, numbers: readonly string[]): Promise<Found[] | null> {
  try {
    const found = await withinOutbound(outbound, QUERY_TIMEOUT_MS + 1_000, outbound.socket.onWhatsApp(...numbers))
    return found ?? null
  } catch {
    return null // WhatsApp refused the question or the connection broke: nobody knows
  }
}

const known = (found: Found): Lookup => (found.exists ? { onWhatsApp: true, address: found.jid } : NOT_THERE)

/** Asks for `numbers` (digits) in one query; a number that comes back under other digits is asked for alone. */
export async function lookup(outbound: Outbound, numbers: readonly string[]): Promise<Map<string, Lookup>> {
  const result = new Map<string, Lookup>()
  const found = await ask(outbound, numbers)
  if (found === null) return new Map(numbers.map((number) => [number, NO_ANSWER]))
  const byUser = new Map(found.map((one) => [userOf(one.jid), one]))
  const unmatched: string[] = []
  for (const number of numbers) {
    const one = byUser.get(number)
    if (one === undefined) unmatched.push(number)
    else result.set(number, known(one))
    byUser.delete(number)
  }
  for (const number of unmatched) {
    if (byUser.size === 0) result.set(number, NOT_THERE)
    else {
      const alone = numbers.length === 1 ? found : await ask(outbound, [number])
      const [one] = alone ?? []
      result.set(number, alone === null ? NO_ANSWER : one === undefined ? NOT_THERE : known(one))
    }
  }
  return result
}
