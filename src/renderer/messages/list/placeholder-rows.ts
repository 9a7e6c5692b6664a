// What a list shows while it reads by other filters: for a moment still the rows it had, then none, so that nobody takes
// them for the ones asked for.
import type { Message } from '@contract/messages.ts'
import { useRef } from 'react'
import { useIsSlow } from '../../ui/page/skeleton.tsx'

interface Pages {
  rows: Message[]
  total: number | undefined
  isPending: boolean
  isPlaceholderData: boolean
}

const none: readonly Message[] = []

/** @param filterKey the filters as text; `listKey` names those that the rows shown belong to */
export function usePlaceholderRows({ rows, total, isPending, isPlaceholderData }: Pages, filterKey: string) {
  const isOld = useIsSlow(isPlaceholderData)
  const shownKey = useRef(filterKey)
  if (!isPlaceholderData || isOld) shownKey.current = filterKey
  return {
    rows: isOld ? none : rows,
    total: isOld ? 0 : (total ?? 0),
    isLoading: isPending || isOld,
    listKey: shownKey.current,
  }
}
