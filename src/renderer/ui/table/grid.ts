// The grid's place: which rows are drawn, how high they are, which cell has the focus and how it gets there.
import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { Cell } from './grid-keys.ts'

const HEAD_PX = 36

export interface Grid {
  virtual: Virtualizer<HTMLDivElement, Element>
  /** The cell that Tab leads to. */
  at: Cell
  /** Focus and view go there. */
  goTo: (cell: Cell) => void
  /** Only the tab stop goes there. */
  point: (cell: Cell) => void
  /** For the grid's element: the focus came by mouse or by Tab. */
  onFocus: (event: FocusEvent) => void
  /** Rows on one screen. */
  page: number
}

export interface GridPlace {
  scroller: RefObject<HTMLDivElement | null>
  /** An unseen element as high as a row. */
  probe: RefObject<HTMLDivElement | null>
  count: number
  keyOf: (index: number) => string
  isNarrow: boolean
  listKey: string
}

export function useGrid({ scroller, probe, count, keyOf, isNarrow, listKey }: GridPlace): Grid {
  const [active, setActive] = useState<Cell & { key?: string | undefined }>({ row: 0, column: 0 })
  // The place is a row, not its number: rows that come in front of it do not move the focus to another.
  const at: Cell = { row: placeOf(active, count, keyOf), column: active.column }
  const point = (cell: Cell) =>
    setActive({ ...cell, key: cell.row >= 0 && cell.row < count ? keyOf(cell.row) : undefined })
  const [rowPx, setRowPx] = useState(44)
  // The row's height follows text size and density; the virtual list must know it in px.
  useEffect(() => {
    if (!probe.current) return
    const watch = new ResizeObserver(([entry]) => entry && setRowPx(Math.max(24, entry.contentRect.height)))
    watch.observe(probe.current)
    return () => watch.disconnect()
  }, [probe])
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? rowPx * 1.5 : rowPx),
    getItemKey: keyOf,
    overscan: 8,
    scrollPaddingEnd: HEAD_PX,
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range)
      return at.row < 0 || seen.includes(at.row) ? seen : [...seen, at.row].sort((a, b) => a - b)
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows is what asks for measuring again.
  useEffect(() => {
    virtual.measure()
    // Asking for the whole makes it forget the old sizes; a row that did not change would not be taken otherwise.
    virtual.getTotalSize()
    for (const row of scroller.current?.querySelectorAll('[data-index]') ?? []) virtual.measureElement(row)
  }, [virtual, rowPx, isNarrow])
  useEffect(() => {
    if (listKey !== undefined) scroller.current?.scrollTo({ top: 0 })
    setActive({ row: 0, column: 0 })
  }, [listKey, scroller])

  // The cell may be drawn only after the view has gone there.
  const wantsFocus = useRef(false)
  useEffect(() => {
    if (!wantsFocus.current) return
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-row="${at.row}"] [data-column="${at.column}"]`)
    if (!cell) return
    wantsFocus.current = false
    cell.focus({ preventScroll: true })
    // Sideways the list does not look by itself; a pinned column must not cover the cell.
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  return {
    virtual,
    at,
    goTo: (cell) => {
      wantsFocus.current = true
      point(cell)
      if (cell.row >= 0) virtual.scrollToIndex(cell.row)
    },
    point,
    onFocus: (event) => {
      const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]')
      const line = cell?.closest<HTMLElement>('[data-row]')
      if (!cell || !line) return
      const found = { row: Number(line.dataset.row), column: Number(cell.dataset.column) }
      if (found.row !== at.row || found.column !== at.column) point(found)
    },
    page: Math.max(1, Math.floor((virtual.scrollRect?.height ?? rowPx * 10) / rowPx) - 1),
  }
}

function placeOf(active: Cell & { key?: string | undefined }, count: number, keyOf: (index: number) => string): number {
  const row = Math.min(active.row, count - 1)
  if (active.key === undefined || row < 0 || keyOf(row) === active.key) return row
  for (let index = 0; index < count; index++) if (keyOf(index) === active.key) return index
  return row
}
