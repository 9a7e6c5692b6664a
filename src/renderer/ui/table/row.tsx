// One row of a table: check box, cells (or two lines where the window is narrow), ⋯; opens by press, menu by right click.

import { Ellipsis } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, useLayoutEffect, useRef } from 'react'
import { IconButton } from '../controls/button.tsx'
import { Checkbox } from '../controls/choice.tsx'
import { cx } from '../cx.ts'
import type { MenuItem } from '../overlay/menu.tsx'
import { useUiText } from '../text.ts'
import { type CompactRow, GridCell, TwoLines } from './cells.tsx'
import type { TableColumn } from './columns.ts'
import { selectWidth } from './head.tsx'

/** What the page says about each of its rows. */
export interface PageRows<Row> {
  /** What a row is called in names of controls: "+92 300 1234567". */
  rowName: (row: Row) => string
  /** Two lines a row below 760 px. */
  compact: (row: Row) => CompactRow
  /** A line under the row's cells: why it failed. */
  secondLine?: (row: Row) => ReactNode
  /** ⋯ and right click. */
  rowMenu?: (row: Row) => readonly MenuItem[]
}

export interface RowProps<Row> {
  row: Row
  index: number
  startPx: number
  measure: (element: HTMLElement | null) => void
  columns: readonly TableColumn<Row>[]
  tracks: string
  /** How the page tells of rows; the same object from one scroll to the next, so that rows are drawn once. */
  page: PageRows<Row>
  isNarrow: boolean
  isSelected: boolean | undefined
  isOpen: boolean
  isGone: boolean
  activeColumn: number | null
  onPress: (index: number, keys: { isCtrl: boolean; isShift: boolean }) => void
  onSelect: (index: number, isShift: boolean) => void
}

const pressable = 'button, a, input, select, textarea, label, [role=checkbox], [role=menuitem]'

function RowOf<Row>(props: RowProps<Row>) {
  const { row, index, columns, isSelected, activeColumn, isGone, page } = props
  const name = page.rowName(row)
  const compact = props.isNarrow ? page.compact(row) : null
  const secondLine = page.secondLine?.(row)
  const hasMenu = page.rowMenu ? page.rowMenu(row).length > 0 : null
  const words = useUiText()
  const element = useRef<HTMLDivElement>(null)
  const first = isSelected === undefined ? 0 : 1
  // The grid is one tab stop: what stands inside its cells is reached by the arrows.
  useLayoutEffect(() => {
    for (const inner of element.current?.querySelectorAll<HTMLElement>('button, a[href], input') ?? [])
      inner.tabIndex = -1
  })
  const press = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    if (isGone || !element.current?.contains(target) || target.closest(pressable)) return
    if (getSelection()?.toString()) return
    props.onPress(index, { isCtrl: event.ctrlKey || event.metaKey, isShift: event.shiftKey })
  }
  const cells = compact ? [<TwoLines key="compact" {...compact} />] : columns.map((column) => column.cell(row))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows lie free.
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys.
    <div
      role="row"
      ref={(found) => {
        element.current = found
        props.measure(found)
      }}
      data-index={index}
      data-row={index}
      aria-rowindex={index + 2}
      {...(isSelected !== undefined && { 'aria-selected': isSelected })}
      {...(isGone && { 'aria-disabled': true })}
      onClick={press}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      className={cx(
        'absolute inset-x-0 top-0 grid min-h-row min-w-fit items-center border-b',
        props.isOpen || isSelected
          ? 'bg-accent-soft forced-colors:outline-1 forced-colors:-outline-offset-1'
          : 'bg-surface hover:bg-sunken',
      )}
      style={{ gridTemplateColumns: props.tracks, transform: `translateY(${props.startPx}px)` }}
    >
      {(props.isOpen || isSelected) && (
        <span aria-hidden className="absolute inset-y-0 start-0 z-10 w-[3px] bg-accent" />
      )}
      {isSelected !== undefined && (
        <GridCell
          column={0}
          activeColumn={activeColumn}
          className="sticky start-0 z-1 flex items-center justify-center px-0!"
          presses
        >
          <Checkbox
            hideLabel
            tabIndex={-1}
            label={words('ui.table.selectRow', { of: name })}
            checked={isSelected}
            onChange={() => props.onSelect(index, false)}
          />
        </GridCell>
      )}
      {cells.map((cell, at) => (
        <GridCell
          key={compact ? 'compact' : columns[at]?.id}
          column={at + first}
          activeColumn={activeColumn}
          className={cx(
            isGone && 'opacity-50',
            columns[at]?.align === 'end' && !compact && 'text-end tabular',
            at === 0 && !compact && 'sticky z-1',
          )}
          style={at === 0 ? { insetInlineStart: first ? selectWidth : 0 } : undefined}
        >
          {compact ? cell : <div className="truncate">{cell}</div>}
        </GridCell>
      ))}
      {hasMenu !== null && (
        <GridCell
          column={cells.length + first}
          activeColumn={activeColumn}
          className="flex items-center justify-end px-1! py-0!"
          presses
        >
          {hasMenu && !isGone && (
            <IconButton
              name={words('ui.more', { of: name })}
              icon={Ellipsis}
              aria-haspopup="menu"
              onClick={askForMenu}
            />
          )}
        </GridCell>
      )}
      {secondLine && (
        <div
          className="col-span-full px-3 pb-2 text-pill"
          style={{ paddingInlineStart: first ? `calc(${selectWidth} + 0.75rem)` : undefined }}
        >
          {secondLine}
        </div>
      )}
    </div>
  )
}

/** Drawn again only when something of its own changed. */
export const TableRow = memo(RowOf) as typeof RowOf

/** The table has one menu for all rows, asked for by right click; ⋯ asks in the same way. */
function askForMenu(event: MouseEvent<HTMLElement>) {
  const { left, bottom } = event.currentTarget.getBoundingClientRect()
  const place = { clientX: left, clientY: bottom }
  event.currentTarget.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }))
}
