// One menu for all rows of a table: it opens for the row under the pointer or the focus, by right click, Shift+F10 or ⋯.
import { type MouseEvent, type ReactElement, useState } from 'react'
import { type MenuItem, RightClickMenu } from '../overlay/menu.tsx'

export interface RowMenuProps<Row> {
  rows: readonly Row[]
  rowId: (row: Row) => string
  gone: ReadonlySet<string>
  rowMenu: ((row: Row) => readonly MenuItem[]) | undefined
  /** The element that holds the rows. */
  children: ReactElement
}

export function RowMenu<Row>({ rows, rowId, gone, rowMenu, children }: RowMenuProps<Row>) {
  const [id, setId] = useState<string | null>(null)
  if (!rowMenu) return children
  // Found anew at each drawing: what may be done with a row can change while its menu is open.
  const row = id === null ? undefined : rows.find((one) => rowId(one) === id)
  const ask = (event: MouseEvent) => {
    const line = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    const asked = rows[Number(line?.dataset.row)]
    if (!asked || gone.has(rowId(asked)) || rowMenu(asked).length === 0) event.preventDefault()
    else setId(rowId(asked))
  }
  return (
    <RightClickMenu items={row ? rowMenu(row) : []} onAsk={ask} onClose={() => setId(null)}>
      {children}
    </RightClickMenu>
  )
}
