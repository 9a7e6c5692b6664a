// Putting a number on the list of people who opted out, and taking it off; what was read of numbers before is read again.
import { create } from 'zustand'
import { client } from '../../client/client.ts'
import { reread } from '../../client/queries.ts'

/** Counts the changes made in this window; nothing announces them. */
export const useOptOutEdition = create<{ edition: number }>()(() => ({ edition: 0 }))

export const optOut = (number: string): Promise<unknown> => client.optOuts.add({ number }).finally(changed)
export const optIn = (number: string): Promise<unknown> => client.optOuts.remove({ number }).finally(changed)

function changed(): void {
  useOptOutEdition.setState(({ edition }) => ({ edition: edition + 1 }))
  reread('optOuts', 'numbers', 'queue', 'messages')
}
