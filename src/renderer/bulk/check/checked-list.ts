// The list as the page shows it: columns by name, every row checked.
import { useDeferredValue, useMemo } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useListDraft } from '../../messages/compose/list-draft.ts'
import { widthOf } from '../list/columns.ts'
import { type List, useList } from '../list/list.ts'
import { type Checked, checkRows } from './check.ts'
import { type NumberReading, useNumberReading } from './number-reading.ts'

export interface CheckedList {
  list: List
  /** What the columns are called, in order; those without a heading by their place. */
  headings: string[]
  checked: Checked
  understood: NumberReading
}

export function useCheckedList(): CheckedList {
  const text = useText()
  const list = useList()
  const { value } = useListDraft()
  const { rows, heading, columns, leftOut, allowed } = list
  const understood = useNumberReading(rows, columns.number, value.country)
  const headings = useMemo(() => {
    const width = Math.max(widthOf(rows), heading?.cells.length ?? 0)
    return Array.from(
      { length: width },
      (_, index) => heading?.cells[index]?.trim() || text('bulk.column-n', { n: index + 1 }),
    )
  }, [rows, heading, text])
  // Ten thousand texts are filled in after the key that was pressed, not before it shows.
  const message = useDeferredValue(value.messageBy === 'one' ? value.message : null)
  const checked = useMemo(
    () => checkRows({ rows, headings, columns, message, understood: understood.get, leftOut, allowed }),
    [rows, headings, columns, message, understood.get, leftOut, allowed],
  )
  return { list, headings, checked, understood }
}
