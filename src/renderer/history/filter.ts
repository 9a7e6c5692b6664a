// The history's filters as the address keeps them and the engine takes them.
import type { HistoryFilter } from '@contract/history.ts'

export type HistoryStatus = NonNullable<HistoryFilter['status']>

/** 'processing' is the queue's business. */
export const statusChoices = [
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'cancelled',
] as const satisfies readonly HistoryStatus[]

/** The parts of the address that are filters; without any, the usual range is shown. */
export const historyFilterNames = ['q', 'device', 'status', 'range', 'from', 'to'] as const

interface Days {
  from?: string | undefined
  to?: string | undefined
}

/** A part that cannot be read filters nothing. */
export function historyFilter(address: { get(name: string): string | null }, { from, to }: Days): HistoryFilter {
  const q = address.get('q')?.trim()
  const device = address.get('device')
  const status = statusChoices.find((one) => one === address.get('status'))
  return {
    ...(from && { startDate: from }),
    ...(to && { endDate: to }),
    ...(status && { status }),
    ...(device && { sessionId: device }),
    ...(q && { q }),
  }
}

/** Whether anything but the range is filtered. */
export const isFiltered = ({ status, sessionId, q }: HistoryFilter): boolean => Boolean(status || sessionId || q)
export const hasRange = ({ startDate, endDate }: HistoryFilter): boolean => Boolean(startDate || endDate)
