// What is selected in a table: some rows by id, or all that match but a few, loaded or not. Values, never changed in place.
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
