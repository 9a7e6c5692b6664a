// The queue's filters as the address keeps them and the engine takes them.
import type { Message } from '@contract/messages.ts'

export type WaitingFor = NonNullable<Message['waitingFor']>

export interface QueueFilter {
  q?: string
  sessionId?: string
  waitingFor?: WaitingFor
}

/** What people may choose to see; 'schedule' comes with the page that sets a time. */
export const reasonChoices = [
  'turn',
  'device',
  'hourly-limit',
  'daily-limit',
  'paused',
  'late',
  'restriction',
  'storage',
] as const satisfies readonly WaitingFor[]

/** The parts of the address that are filters. */
export const queueFilterNames = ['q', 'device', 'waits'] as const

/** A part that cannot be read filters nothing. */
export function queueFilter(address: { get(name: string): string | null }): QueueFilter {
  const q = address.get('q')?.trim()
  const device = address.get('device')
  const waits = reasonChoices.find((one) => one === address.get('waits'))
  return { ...(q && { q }), ...(device && { sessionId: device }), ...(waits && { waitingFor: waits }) }
}

export const isFiltered = (filter: QueueFilter): boolean => Object.keys(filter).length > 0
