// Live rows never shift what is on screen. While a table is held (scrolled, selecting, a panel open) the order stays:
// rows change in place, those that left stay greyed, those that came in front are counted; more at the end is welcome.
import { useRef } from 'react'

export interface FrozenRows<Row> {
  rows: readonly Row[]
  /** Ids of rows still shown that the list no longer has. */
  gone: ReadonlySet<string>
  /** How many rows wait to be shown. */
  news: number
}

const nobody: ReadonlySet<string> = new Set()

/** The rows to show, when `shown` were on screen and `latest` is the list now. */
export function frozenRows<Row>(
  shown: readonly Row[],
  latest: readonly Row[],
  rowId: (row: Row) => string,
): FrozenRows<Row> {
  const now = new Map(latest.map((row) => [rowId(row), row]))
  const before = new Set(shown.map(rowId))
  const gone = new Set<string>()
  const rows = shown.map((row) => {
    const id = rowId(row)
    const value = now.get(id)
    if (value === undefined) gone.add(id)
    return value ?? row
  })
  // What follows the last known row was fetched by scrolling; it belongs to the end.
  const lastKnown = latest.findLastIndex((row) => before.has(rowId(row)))
  const tail = latest.slice(lastKnown + 1).filter((row) => !before.has(rowId(row)))
  const isTail = lastKnown >= 0
  const fresh = latest.filter((row) => !before.has(rowId(row))).length
  return {
    rows: isTail ? [...rows, ...tail] : rows,
    gone: gone.size > 0 ? gone : nobody,
    news: isTail ? fresh - tail.length : fresh,
  }
}

/** @param listKey which list it is (its filters and order); another list is shown at once */
export function useFrozenRows<Row>(
  latest: readonly Row[],
  rowId: (row: Row) => string,
  isHeld: boolean,
  listKey: string,
): FrozenRows<Row> & { show: () => void } {
  const kept = useRef<{ listKey: string; latest: readonly Row[]; shown: FrozenRows<Row> } | null>(null)
  const before = kept.current
  const isFrozen = isHeld && before !== null && before.listKey === listKey && before.shown.rows.length > 0
  // Scrolling draws often and brings nothing new.
  const isSame = isFrozen && before.latest === latest
  const shown = isSame
    ? before.shown
    : isFrozen
      ? frozenRows(before.shown.rows, latest, rowId)
      : { rows: latest, gone: nobody, news: 0 }
  kept.current = { listKey, latest, shown }
  return {
    ...shown,
    show: () => {
      kept.current = null
    },
  }
}
