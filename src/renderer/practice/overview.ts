// What the practice network does at the moment; while it is starting again, what it last did.
import type { Outputs } from '@contract/index.ts'
import { useEffect, useState } from 'react'
import { useOperation } from '../client/queries.ts'

type Overview = Outputs['practice']['overview']

const ASK_AGAIN_MS = 2_000

export function useOverview() {
  const { data, error, refetch } = useOperation('practice', 'overview', {}, { refetchInterval: ASK_AGAIN_MS * 5 })
  const [last, setLast] = useState<Overview>()
  useEffect(() => {
    if (data?.isUp) setLast(data)
    if (data?.isUp !== false) return
    const timer = setTimeout(() => void refetch(), ASK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [data, refetch])
  return { shown: data?.isUp ? data : (last ?? data), isUp: data?.isUp, error, retry: () => void refetch() }
}
