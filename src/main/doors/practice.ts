// The practice network as a page of a practice profile reaches it. In a real profile there is nothing here.
import { DakiyaError } from '@contract/errors.ts'
import type { Phone } from '@contract/practice.ts'
import type { HandlerTable } from './call.ts'

/** What is asked of the practice network. */
export interface PracticePhones {
  phones(): Promise<Phone[]>
  scan(number: string, qr: string): Promise<unknown>
  code(number: string, code: string): Promise<unknown>
}

/** @param changed called after a phone has done something */
export function practiceHandlers(network: PracticePhones | null, changed: () => void): HandlerTable[string] {
  const there = () => {
    if (network === null) throw new DakiyaError('NOT_FOUND', 'This is not a practice profile.')
    return network
  }
  return {
    phones: async () => ({ phones: await there().phones() }),
    scan: async ({ number, qr }: { number: string; qr: string }) => {
      await there().scan(number, qr)
      changed()
      return {}
    },
    code: async ({ number, code }: { number: string; code: string }) => {
      await there().code(number, code)
      changed()
      return {}
    },
  }
}
