// A table without actions on its rows' cells moving the focus: a plain <table>. For short lists; long ones are a Table.
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'

export interface PlainColumn<Row> {
  id: string
  head: string
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** The head is read, not shown: a column of buttons. */
  hideHead?: boolean
  /** Left out in a narrow window, so that the last column is never cut off. */
  isWideOnly?: boolean
}

export interface PlainTableProps<Row> {
  /** What the table holds; read by screen readers. */
  name: string
  /** The first column names the row. */
  columns: readonly PlainColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
}

export function PlainTable<Row>({ name, columns, rows, rowId }: PlainTableProps<Row>) {
  return (
    <div className="relative overflow-x-auto rounded-card border bg-surface">
      <table className="w-full border-collapse">
        <caption className="sr-only">{name}</caption>
        <thead className="bg-sunken text-pill text-ink-2">
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cx(
                  'h-9 whitespace-nowrap px-4 font-semibold',
                  column.isWideOnly && 'max-rail:hidden',
                  column.align === 'end' ? 'text-end' : 'text-start',
                )}
              >
                {column.hideHead ? <span className="sr-only">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)} className="border-t">
              {columns.map((column, index) => {
                const Cell = index === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={column.id}
                    {...(index === 0 && { scope: 'row' })}
                    className={cx(
                      'h-row px-4 py-1 font-normal',
                      column.isWideOnly && 'max-rail:hidden',
                      column.align === 'end' ? 'text-end tabular' : 'text-start',
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
