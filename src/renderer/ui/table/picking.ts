// Selecting rows: one by one, from the last one on with Shift, as a whole.
import { useCallback, useRef } from 'react'
import { idsBetween, isSelected, type Selection, withRows } from './selection.ts'

export interface Picking<Row> {
  rows: readonly Row[]
  rowId: (row: Row) => string
  selection: Selection
  onSelection: ((selection: Selection) => void) | undefined
}

export interface Pick {
  /** Turns one row round, or selects from the last picked one to this. */
  select: (index: number, isShift: boolean) => void
  /** Where a range begins, unless a row was picked before. */
  startAt: (id: string) => void
}

/** Both functions stay the same from one drawing to the next. */
export function usePicking<Row>(now: Picking<Row>): Pick {
  const anchor = useRef<string | null>(null)
  const latest = useRef(now)
  latest.current = now
  const select = useCallback((index: number, isShift: boolean) => {
    const { rows, rowId, selection, onSelection } = latest.current
    const row = rows[index]
    if (!row || !onSelection) return
    const id = rowId(row)
    const ids = isShift && anchor.current ? idsBetween(rows.map(rowId), anchor.current, id) : [id]
    onSelection(withRows(selection, ids, isShift || !isSelected(selection, id)))
    if (!isShift) anchor.current = id
  }, [])
  const startAt = useCallback((id: string) => {
    anchor.current ??= id
  }, [])
  return { select, startAt }
}
