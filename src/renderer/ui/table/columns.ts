// A table's columns: what a page declares, and which of them, in which order, this person wants (kept per table).
import { columnOrderingFeature, columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'

export interface TableColumn<Row> {
  id: string
  /** The head, and the name in Columns ▾. */
  head: string
  cell: (row: Row) => ReactNode
  /** The least width in px at the usual text size. */
  width: number
  /** Takes its share of what is left over. */
  grow?: number
  align?: 'start' | 'end'
  canSort?: boolean
  /** Not shown until chosen. */
  isHidden?: boolean
}

interface Layout {
  order: string[]
  shown: Record<string, boolean>
}

export interface Columns<Row> {
  /** Those shown, in order; the first declared one is always first. */
  visible: readonly TableColumn<Row>[]
  /** All, in order. */
  all: readonly TableColumn<Row>[]
  isShown: (id: string) => boolean
  show: (id: string, wanted: boolean) => void
  /** One place towards the start (-1) or the end (1). */
  move: (id: string, by: -1 | 1) => void
  reset: () => void
}

const features = tableFeatures({ columnVisibilityFeature, columnOrderingFeature })
const noRows: never[] = []

export function useColumns<Row>(tableId: string, columns: readonly TableColumn<Row>[]): Columns<Row> {
  const key = `dakiya.table.${tableId}`
  const [layout, setLayout] = useState<Layout>(() => read(key))
  useEffect(() => {
    if (layout.order.length === 0 && Object.keys(layout.shown).length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(layout))
  }, [key, layout])
  const defs = useMemo(() => columns.map((column) => ({ id: column.id, header: column.head })), [columns])
  const first = columns[0]?.id
  const usual = columns.map((column) => column.id)
  // Columns that a newer version brought stand where it put them, after those the person ordered.
  const order = [first, ...layout.order.filter((id) => id !== first && usual.includes(id))].filter(
    (id) => id !== undefined,
  )
  const columnOrder = [...order, ...usual.filter((id) => !order.includes(id))]
  const hidden = Object.fromEntries(columns.filter((column) => column.isHidden).map((column) => [column.id, false]))
  const columnVisibility = { ...hidden, ...layout.shown, ...(first && { [first]: true }) }
  const table = useTable({ features, columns: defs, data: noRows, state: { columnOrder, columnVisibility } })
  const declared = (leaves: readonly { id: string }[]) =>
    leaves.map(({ id }) => columns.find((column) => column.id === id)).filter((one) => one !== undefined)
  const all = declared(table.getAllLeafColumns())
  const shown = declared(table.getVisibleLeafColumns())
  // The same array while nothing changed, so that rows need not be drawn anew.
  const kept = useRef(shown)
  const isSame = shown.length === kept.current.length && shown.every((column, index) => column === kept.current[index])
  if (!isSame) kept.current = shown
  const ids = all.map((column) => column.id)
  return {
    all,
    visible: kept.current,
    isShown: (id) => columnVisibility[id] !== false,
    show: (id, wanted) => setLayout({ ...layout, shown: { ...layout.shown, [id]: wanted } }),
    move: (id, by) => {
      const from = ids.indexOf(id)
      const to = from + by
      if (from < 1 || to < 1 || to >= ids.length) return
      ids.splice(to, 0, ...ids.splice(from, 1))
      setLayout({ ...layout, order: ids })
    },
    reset: () => setLayout({ order: [], shown: {} }),
  }
}

function read(key: string): Layout {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Layout> | null
    return { order: kept?.order ?? [], shown: kept?.shown ?? {} }
  } catch {
    return { order: [], shown: {} }
  }
}
