// The bars of a chart are one tab stop; arrows, Home and End go along them.
import { type KeyboardEvent, useState } from 'react'

export interface BarKeys {
  /** For the element that holds the bars. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  /** For each bar. */
  stop: (index: number) => { tabIndex: 0 | -1; 'data-bar': number; onFocus: () => void }
}

/** @param start where the focus enters; charts by date begin at the newest bar */
export function useBarKeys(length: number, start: number): BarKeys {
  const [active, setActive] = useState<number | null>(null)
  const at = Math.min(active ?? start, length - 1)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: length - 1,
    }
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    const bar = Math.max(0, Math.min(length - 1, next))
    event.currentTarget.querySelector<HTMLElement>(`[data-bar="${bar}"]`)?.focus()
  }
  return {
    onKeyDown,
    stop: (index) => ({ tabIndex: index === at ? 0 : -1, 'data-bar': index, onFocus: () => setActive(index) }),
  }
}
