// The keyboard of a grid: one tab stop, arrows by cell, Home and End by row, with Ctrl by table, Page keys by screenful.
export interface Cell {
  /** -1 is the head. */
  row: number
  column: number
}

export interface GridSize {
  rows: number
  columns: number
  /** Rows on one screen. */
  page: number
  isRightToLeft: boolean
  /** Whether the head can be reached. */
  hasHead: boolean
}

/** Where a key leads; undefined when the grid does not know the key. */
export function nextCell(cell: Cell, key: string, isCtrl: boolean, size: GridSize): Cell | undefined {
  const top = size.hasHead ? -1 : 0
  const row = (value: number) => Math.max(top, Math.min(size.rows - 1, value))
  const column = (value: number) => Math.max(0, Math.min(size.columns - 1, value))
  const forward = size.isRightToLeft ? -1 : 1
  switch (key) {
    case 'ArrowDown':
      return { ...cell, row: row(isCtrl ? size.rows - 1 : cell.row + 1) }
    case 'ArrowUp':
      return { ...cell, row: row(isCtrl ? Math.min(cell.row, 0) : cell.row - 1) }
    case 'ArrowRight':
      return { ...cell, column: column(cell.column + forward) }
    case 'ArrowLeft':
      return { ...cell, column: column(cell.column - forward) }
    case 'PageDown':
      return { ...cell, row: row(cell.row + size.page) }
    case 'PageUp':
      return { ...cell, row: row(Math.max(0, cell.row - size.page)) }
    case 'Home':
      return isCtrl ? { row: row(0), column: 0 } : { ...cell, column: 0 }
    case 'End':
      return isCtrl ? { row: row(size.rows - 1), column: size.columns - 1 } : { ...cell, column: size.columns - 1 }
    default:
      return undefined
  }
}
