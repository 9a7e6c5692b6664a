// What is selected in a table: some rows by id, or all that match but a few, loaded or not; and how a person selects them:
// one by one, from the last one on with Shift, as a whole. Selections are values, never changed in place.
import { useCallback, useRef } from 'react'

export interface Selection {
  /** All rows that match are selected; `ids` are then the ones left out. */
  isAll: boolean
  ids: ReadonlySet<string>
}

export const noSelection: Selection = { isAll: false, ids: new Set() }
export const allSelected: Selection = { isAll: true, ids: new Set() }

export const isSelected = (selection: Selection, id: string): boolean => selection.ids.has(id) !== selection.isAll

/** How many of `total` matching rows are selected. */
export const selectedCount = (selection: Selection, total: number): number =>
  selection.isAll ? Math.max(0, total - selection.ids.size) : selection.ids.size

/** With `ids` selected, or no longer. */
export function withRows(selection: Selection, ids: readonly string[], wanted: boolean): Selection {
  const next = new Set(selection.ids)
  for (const id of ids) {
    if (wanted !== selection.isAll) next.add(id)
    else next.delete(id)
  }
  return { isAll: selection.isAll, ids: next }
}

/** The ids from one row to another, both in it, in the order shown. */
export function idsBetween(order: readonly string[], from: string, to: string): string[] {
  const ends = [order.indexOf(from), order.indexOf(to)].sort((a, b) => a - b)
  return ends[0] === undefined || ends[0] < 0 ? [to] : order.slice(ends[0], (ends[1] ?? 0) + 1)
}

export interface Selecting<Row> {
  rows: readonly Row[]
  rowId: (row: Row) => string
  selection: Selection
  onSelection: ((selection: Selection) => void) | undefined
}

export interface Selector {
  /** Turns one row round, or selects from the last selected one to this. */
  select: (index: number, isShift: boolean) => void
  /** Where a range begins, unless a row was selected before. */
  startAt: (id: string) => void
}

/** Both functions stay the same from one drawing to the next. */
export function useSelector<Row>(now: Selecting<Row>): Selector {
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
