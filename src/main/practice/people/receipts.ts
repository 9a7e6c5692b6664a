// Receipts between recipients and linked devices: delivered, read, played, retry, each with the time it belongs to.

import type { Mailbox } from '../phones/mailbox.ts'
import type { Linked, Phones } from '../phones/phones.ts'
import { type Address, jidOf, person, pnJid } from '../wire/address.ts'
import { bigEndian, type Node, node, seconds } from '../wire/wire.ts'
import type { DeliveryState, Wishes } from './behaviour.ts'
import type { People } from './people.ts'

/** Where a message stands: its sender's device, its id, and how the chat is addressed. */
export interface Place {
  sender: Address
  id: string
  /** The group, or undefined in a chat of two. */
  group: string | undefined
  isLid: boolean
}

const mostRetries = 5

export interface ReceiptsParts {
  mailbox: Mailbox
  people: People
  phones: Phones
  /** True for those who moved to their LID: their receipts come from it whatever the message was addressed to. */
  speaksLid(number: string): boolean
  clock(): number
}

export function createReceipts({ mailbox, people, phones, speaksLid, clock }: ReceiptsParts) {
  const retries = new Map<string, number>()

  const sides = (place: Place, recipient: Address) => {
    const jid = jidOf(recipient, place.isLid || speaksLid(recipient.number))
    return place.group === undefined ? { from: jid } : { from: place.group, participant: jid }
  }
  const put = (place: Place, recipient: Address, dueAt: number, type?: string) => {
    const attrs = { ...sides(place, recipient), id: place.id, type, t: seconds(dueAt) }
    mailbox.put(place.sender, node('receipt', attrs), dueAt)
  }

  return {
    put,
    /** Delivered and read, as the recipient's outcome has it. */
    follow(place: Place, recipient: Address, outcome: DeliveryState, isAudio: boolean): void {
      const { deliverAfterMs, readAfterMs, receipts } = outcome
      if (deliverAfterMs === undefined) return
      const now = clock()
      const isReversed = receipts === 'reversed' && readAfterMs !== undefined
      const plan: { type?: string; afterMs: number }[] = []
      if (receipts !== 'read-only') plan.push({ afterMs: isReversed ? readAfterMs : deliverAfterMs })
      if (readAfterMs !== undefined) {
        plan.push({ type: 'read', afterMs: isReversed ? deliverAfterMs : readAfterMs })
        if (isAudio) plan.push({ type: 'played', afterMs: readAfterMs + 50 })
      }
      for (const { type, afterMs } of plan) {
        put(place, recipient, now + afterMs, type)
        if (receipts === 'doubled') setTimeout(put, afterMs + 100, place, recipient, now + afterMs, type).unref()
      }
    },
    /** Another device of the same recipient has it too. */
    alsoDelivered(place: Place, recipient: Address, wishes: Wishes): void {
      if (wishes.delivers !== false) put(place, recipient, clock() + (wishes.deliverAfterMs ?? 200))
    },
    /** The recipient's device cannot read the message and asks for it again; it gives up after five times. */
    askAgain(place: Place, recipient: Address): boolean {
      const key = `${place.id} ${place.sender.number} ${recipient.number}:${recipient.device}`
      const count = (retries.get(key) ?? 0) + 1
      if (count > mostRetries) return false
      retries.set(key, count)
      if (retries.size > 5_000) retries.delete(retries.keys().next().value ?? '')
      const { registrationId } = people.identityOf(recipient)
      const t = seconds(clock())
      mailbox.put(
        place.sender,
        node('receipt', { ...sides(place, recipient), id: place.id, type: 'retry', t }, [
          node('retry', { count, id: place.id, t, v: 1 }),
          node('registration', {}, bigEndian(registrationId, 4)),
        ]),
      )
      return true
    },
    /** A linked device's receipt for a message of another phone's device goes on to that phone. */
    pass(from: Linked, receipt: Node): void {
      const to = person(receipt.attrs.to)
      if (!to || to.number === from.number) return
      const { to: _, recipient: __, ...attrs } = receipt.attrs
      const type = attrs.type === 'inactive' ? undefined : attrs.type
      const { type: ___, ...others } = attrs
      const isForOne = to.device !== 0
      for (const device of phones.devicesOf(to.number)) {
        if (isForOne && device.device !== to.device) continue
        const shown = pnJid(from.number, type === 'retry' ? from.device : 0)
        const passed = node('receipt', { ...others, type, from: shown, t: others.t ?? seconds(clock()) })
        mailbox.put(device, Array.isArray(receipt.content) ? { ...passed, content: receipt.content } : passed)
      }
    },
    clear: () => retries.clear(),
  }
}

export type Receipts = ReturnType<typeof createReceipts>
