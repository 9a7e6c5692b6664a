// The rows with line, number, state and text. What is wrong is edited in its cell.

import { CircleCheck } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { TextLine } from '../../ui/display/text-line.tsx'
import { Empty } from '../../ui/page/empty.tsx'
import type { TableColumn } from '../../ui/table/columns.ts'
import { Table } from '../../ui/table/table.tsx'
import { useList } from '../list/list.ts'
import type { CheckedRow } from './check.ts'
import { EditableCell } from './editing.tsx'
import { RowActions, useLeaveOut, useRowMenu } from './row-actions.tsx'
import { RowState } from './row-state.tsx'

interface CheckTableProps {
  rows: readonly CheckedRow[]
  /** All of them are ready: there is nothing wrong to name. */
  areReady: boolean
  headings: readonly string[]
  /** Which of them are shown; another choice starts at the top. */
  listKey: string
  /** Said when there are none. */
  empty: string
  toolbar: ReactNode
}

const rowId = (row: CheckedRow) => String(row.index)

export function CheckTable({ rows, areReady, headings, listKey, empty, toolbar }: CheckTableProps) {
  const text = useText()
  const leave = useLeaveOut()
  const menu = useRowMenu()
  const { columns: uses, leftOut } = useList()
  const columns = useMemo<TableColumn<CheckedRow>[]>(() => {
    const cellOf = (row: CheckedRow, column: number | null, shown: string) =>
      column === null ? (
        <TextLine text={shown} />
      ) : (
        <EditableCell
          index={row.index}
          column={column}
          value={row.cells[column] ?? ''}
          shown={shown}
          name={text('bulk.fix-of', { column: headings[column] ?? '', line: row.line })}
          isPhone={column === uses.number}
        />
      )
    // A text that lacks something is completed in the cell that is empty, not in the text.
    const emptyColumn = ({ problem }: CheckedRow) =>
      problem?.column === uses.number ? null : (problem?.column ?? null)
    return [
      { id: 'line', head: text('bulk.line'), width: 64, cell: (row) => <span className="tabular">{row.line}</span> },
      { id: 'number', head: text('bulk.number'), width: 160, cell: (row) => cellOf(row, uses.number, row.written) },
      ...(uses.name === null
        ? []
        : [
            {
              id: 'name',
              head: headings[uses.name] ?? '',
              width: 120,
              cell: (row: CheckedRow) => <TextLine text={row.cells[uses.name ?? 0] ?? ''} />,
            },
          ]),
      ...(areReady
        ? []
        : [
            {
              id: 'problem',
              head: text('bulk.problem'),
              width: 196,
              cell: (row: CheckedRow) => <RowState row={row} headings={headings} isLeftOut={leftOut.has(row.index)} />,
            },
          ]),
      {
        id: 'text',
        head: text('bulk.text'),
        width: 104,
        grow: 1,
        cell: (row) => cellOf(row, emptyColumn(row), row.text),
      },
      {
        id: 'actions',
        head: text('bulk.actions'),
        width: areReady ? 120 : 226,
        align: 'end',
        cell: (row) => <RowActions row={row} />,
      },
    ]
  }, [text, headings, uses, leftOut, areReady])
  return (
    <div
      // Its sticky head stays under the foot of the page.
      className="isolate flex min-h-0 flex-col"
      style={{ blockSize: `clamp(13rem, calc(7.5rem + ${rows.length} * (var(--row) + 1px)), 28rem)` }}
    >
      <Table
        id={areReady ? 'bulk-ready' : 'bulk'}
        name={text('bulk.check')}
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={({ line }) => text('bulk.line-n', { line })}
        total={rows.length}
        listKey={listKey}
        rowMenu={menu}
        toolbar={toolbar}
        onDelete={(row) => row !== 'selection' && leave([row])}
        compact={(row) => ({
          title: (
            <EditableCell
              index={row.index}
              column={row.problem?.column ?? uses.number ?? 0}
              value={row.cells[row.problem?.column ?? uses.number ?? 0] ?? ''}
              shown={row.written}
              name={text('bulk.fix-of', {
                column: headings[row.problem?.column ?? uses.number ?? 0] ?? '',
                line: row.line,
              })}
              isPhone={(row.problem?.column ?? uses.number) === uses.number}
            />
          ),
          status: <RowState row={row} headings={headings} isLeftOut={leftOut.has(row.index)} />,
          text: `${text('bulk.line-n', { line: row.line })} · ${row.text}`,
        })}
        empty={<Empty icon={CircleCheck} title={empty} />}
      />
    </div>
  )
}
