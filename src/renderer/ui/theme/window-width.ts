// What the window is like now: a media query as a value.
import { useCallback, useSyncExternalStore } from 'react'

export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** The sidebar in full, and panels beside the content. */
export const useIsWide = (): boolean => useMediaQuery('(width >= 1100px)')
/** One column, tables in two-line rows. */
export const useIsNarrow = (): boolean => useMediaQuery('(width < 760px)')
