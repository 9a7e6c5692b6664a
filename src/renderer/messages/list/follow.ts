// Following the news: a list is read again when messages have changed, but never more often than it can bear.
import { useEffect, useEffectEvent, useRef } from 'react'
import { onEvent } from '../../client/events.ts'

/** Calls `again` soon after any message changed, at most once in `everyMs`; the last change is never missed. */
export function useFollowMessages(again: () => void, everyMs: number): void {
  const lastAt = useRef(0)
  const call = useEffectEvent(() => {
    lastAt.current = Date.now()
    again()
  })
  const wait = useEffectEvent(() => Math.max(0, lastAt.current + everyMs - Date.now()))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // The queue's figures are told after every change of any message, at most four times a second.
    const stop = onEvent('queue.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined
        call()
      }, wait())
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
}
