// One row of a table: check box, cells (or two lines where the window is narrow), ⋯; opens by press, menu by right click.
import { type MouseEvent, type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
import { Checkbox } from '../choice.tsx'
import { cx } from '../cx.ts'
import { type MenuItem, MoreMenu, RightClickMenu } from '../menu.tsx'
import { useWords } from '../words.ts'
import type { TableColumn } from './columns.ts'
import { selectWidth } from './head.tsx'

export interface CompactRow {
  /** To, or Name. */
  title: ReactNode
  status?: ReactNode
  time?: ReactNode
  /** The second line's text, cut where it must be. */
  text?: ReactNode
}

export interface RowProps<Row> {
  row: Row
  index: number
  startPx: number
  measure: (element: HTMLElement | null) => void
  columns: readonly TableColumn<Row>[]
  tracks: string
  name: string
  compact: CompactRow | null
  secondLine: ReactNode
  items: readonly MenuItem[] | null
  isSelected: boolean | undefined
  isOpen: boolean
  isGone: boolean
  activeColumn: number | null
  onPress: (index: number, keys: { isCtrl: boolean; isShift: boolean }) => void
  onSelect: (index: number, isShift: boolean) => void
}

const pressable = 'button, a, input, select, textarea, label, [role=checkbox], [role=menuitem]'

export function TableRow<Row>(props: RowProps<Row>) {
  const { row, index, columns, isSelected, activeColumn, compact, items, isGone } = props
  const words = useWords()
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
  const drawn = (
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
            label={words('ui.table.selectRow', { of: props.name })}
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
      {items && (
        <GridCell
          column={cells.length + first}
          activeColumn={activeColumn}
          className="flex items-center justify-end px-1!"
          presses
        >
          {items.length > 0 && !isGone && <MoreMenu of={props.name} items={items} />}
        </GridCell>
      )}
      {props.secondLine && (
        <div
          className="col-span-full px-3 pb-2 text-pill"
          style={{ paddingInlineStart: first ? `calc(${selectWidth} + 0.75rem)` : undefined }}
        >
          {props.secondLine}
        </div>
      )}
    </div>
  )
  return items && items.length > 0 && !isGone ? (
    <RightClickMenu items={items}>{drawn as ReactElement}</RightClickMenu>
  ) : (
    drawn
  )
}

interface GridCellProps {
  column: number
  activeColumn: number | null
  className?: string
  style?: React.CSSProperties | undefined
  /** Enter presses what stands in it, instead of opening the row. */
  presses?: boolean
  children: ReactNode
}

function GridCell({ column, activeColumn, className, style, presses, children }: GridCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows lie free.
    <div
      role="gridcell"
      tabIndex={activeColumn === column ? 0 : -1}
      data-column={column}
      {...(presses && { 'data-presses': true })}
      style={style}
      className={cx('ring-inside min-w-0 self-stretch content-center bg-inherit px-3 py-1', className)}
    >
      {children}
    </div>
  )
}

function TwoLines({ title, status, time, text }: CompactRow) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 py-1">
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <span className="shrink-0">{title}</span>
        <span className="shrink-0 text-pill text-ink-2">{time}</span>
      </div>
      <div className="flex items-center justify-between gap-2 text-ink-2">
        <span className="min-w-0 truncate">{text}</span>
        <span className="shrink-0">{status}</span>
      </div>
    </div>
  )
}
