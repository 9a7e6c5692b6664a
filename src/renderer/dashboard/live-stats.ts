// The figures of a period, read again while messages go out, at most every two seconds.
import type { Outputs } from '@contract/index.ts'
import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useEvent } from '../client/events.ts'
import { reread, useOperation } from '../client/queries.ts'
import type { DayRange } from '../ui/time/day-range.ts'

const EVERY_MS = 2_000

export type Stats = Outputs['stats']['get']

export function useLiveStats({ from, to }: DayRange): UseQueryResult<Stats> {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEvent('message.changed', ({ status }) => {
    if (status === 'pending' || status === 'processing') return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      reread('stats')
    }, EVERY_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return useOperation('stats', 'get', { ...(from && { from }), ...(to && { to }) }, { keepsPrevious: true })
}
