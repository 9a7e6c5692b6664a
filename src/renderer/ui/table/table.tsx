// The table: long live lists as an accessible grid. Rows are virtual; the focused one stays mounted; one tab stop;
// what is on screen never shifts by itself. Sorting, filtering and fetching are the page's; this shows and selects.
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { cx } from '../cx.ts'
import { directionOf } from '../page/root.tsx'
import { Skeleton } from '../page/skeleton.tsx'
import { useIsNarrow } from '../theme/window-width.ts'
import { NewsBar, SelectionBar } from './bars.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { type TableColumn, useColumns } from './columns.ts'
import { useFrozenRows } from './frozen-rows.ts'
import { useGrid } from './grid.ts'
import { nextCell } from './grid-keys.ts'
import { type Sort, selectWidth, TableHead } from './head.tsx'
import { type PageRows, TableRow } from './row.tsx'
import { RowMenu } from './row-menu.tsx'
import {
  allSelected,
  isSelected,
  noSelection,
  type Selection,
  selectedCount,
  useSelector,
  withRows,
} from './selection.ts'

export interface TableProps<Row> extends PageRows<Row> {
  /** Names the table in this person's settings: "queue". */
  id: string
  /** What it holds, for screen readers: "Waiting messages". */
  name: string
  /** Keep the array stable (module scope or useMemo). The first column is pinned and names the row. */
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** How many rows match in all, loaded or not. */
  total: number
  /** Which list this is: its filters and order as text. Another key shows at once and starts at the top. */
  listKey: string
  onOpen?: (row: Row) => void
  /** The row whose panel is open. */
  openId?: string | null
  /** With both, rows can be selected. */
  selection?: Selection
  onSelection?: (selection: Selection) => void
  /** Buttons of the selection bar. */
  selectionActions?: ReactNode
  /** The Delete key: on the selection, or on the row that has the focus. */
  onDelete?: (target: 'selection' | Row) => void
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** Search and filters; the selection bar takes their place. */
  toolbar?: ReactNode
  isLoading?: boolean
  /** More can be fetched; called near the end, also while a fetch is under way. */
  onMore?: (() => void) | undefined
  /** News that the page itself keeps back. */
  news?: { count: number; onShow: () => void }
  /** Shown when there are no rows: an Empty or a Failure. */
  empty: ReactNode
}

export function Table<Row>(props: TableProps<Row>) {
  const { rowId, selection, onSelection, rowMenu, listKey } = props
  const { locale } = useIntl()
  const isNarrow = useIsNarrow()
  const scroller = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLDivElement>(null)
  const columns = useColumns(props.id, props.columns)
  const [isScrolled, setScrolled] = useState(false)
  const [, redraw] = useState(0)
  const chosen = selection ?? noSelection
  const count = selectedCount(chosen, props.total)
  const canSelect = onSelection !== undefined
  const isHeld = isScrolled || count > 0 || Boolean(props.openId)
  const { rows, gone, news, show } = useFrozenRows(props.rows, rowId, isHeld, listKey)

  const grid = useGrid({
    scroller,
    probe,
    count: rows.length,
    keyOf: (index) => rowId(rows[index] as Row),
    isNarrow,
    listKey,
  })
  const { virtual, at, goTo } = grid
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  const { onMore } = props
  useEffect(() => {
    if (onMore && rows.length > 0 && lastShown >= rows.length - 20) onMore()
  }, [onMore, lastShown, rows.length])

  const { select, startAt } = useSelector({ rows, rowId, selection: chosen, onSelection })
  const pressed = (index: number, keys: { isCtrl: boolean; isShift: boolean }) => {
    const row = rows[index]
    grid.point({ ...at, row: index })
    if ((keys.isCtrl || keys.isShift) && canSelect) select(index, keys.isShift)
    else if (row) props.onOpen?.(row)
  }
  const latestPress = useRef(pressed)
  latestPress.current = pressed
  const press = useCallback<typeof pressed>((index, keys) => latestPress.current(index, keys), [])

  const fixed = (canSelect ? 1 : 0) + (rowMenu ? 1 : 0)
  const size = {
    rows: rows.length,
    columns: (isNarrow ? 1 : columns.visible.length) + fixed,
    page: grid.page,
    isRightToLeft: directionOf(locale) === 'rtl',
    hasHead: !isNarrow,
  }
  const keyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement
    if (!scroller.current?.contains(target) || target.closest('input, textarea')) return
    const isCtrl = event.ctrlKey || event.metaKey
    const row = rows[at.row]
    const extend = event.shiftKey && canSelect && /^(Arrow(Up|Down)|Page(Up|Down))$/.test(event.key)
    const next = event.altKey ? undefined : nextCell(at, event.key, isCtrl, size)
    if (next) {
      if (extend && row) {
        startAt(rowId(row))
        goTo(next)
        if (next.row >= 0) select(next.row, true)
      } else goTo(next)
    } else if (event.key === 'Enter' || (event.key === ' ' && at.row < 0)) {
      const cell = target.closest<HTMLElement>('[data-column]')
      if (cell?.dataset.presses) (cell.querySelector<HTMLElement>('button') ?? cell).click()
      else if (target === cell && cell.querySelector('button, a[href]'))
        cell.querySelector<HTMLElement>('button, a[href]')?.click()
      else if (row && target === cell && !gone.has(rowId(row))) props.onOpen?.(row)
      else return
    } else if (event.key === ' ' && canSelect) select(at.row, event.shiftKey)
    else if (event.key === 'a' && isCtrl && canSelect) onSelection(allSelected)
    else if (event.key === 'Delete' && props.onDelete && (count > 0 || row))
      props.onDelete(count > 0 ? 'selection' : (row as Row))
    else if (event.key === 'Escape' && count > 0) onSelection?.(noSelection)
    else return
    event.preventDefault()
  }

  const visible = isNarrow ? props.columns.slice(0, 1) : columns.visible
  const tracks = [canSelect && selectWidth, ...(isNarrow ? ['minmax(0, 1fr)'] : visible.map(track)), rowMenu && '3rem']
    .filter(Boolean)
    .join(' ')
  const loaded = rows.length
  const loadedSelected = count > 0 ? rows.filter((row) => isSelected(chosen, rowId(row))).length : 0
  const allNews = news + (props.news?.count ?? 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-control flex-wrap items-center gap-2 pb-3">
        {count > 0 && onSelection ? (
          <SelectionBar selection={chosen} total={props.total} onChange={onSelection}>
            {props.selectionActions}
          </SelectionBar>
        ) : (
          <>
            {props.toolbar}
            {!isNarrow && (
              <span className="ms-auto">
                <ColumnChooser columns={columns} />
              </span>
            )}
          </>
        )}
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border bg-surface">
        <div ref={probe} aria-hidden className="pointer-events-none invisible absolute h-row w-px" />
        <NewsBar
          count={loaded > 0 ? allNews : 0}
          onShow={() => {
            show()
            props.news?.onShow()
            scroller.current?.scrollTo({ top: 0 })
            redraw((n) => n + 1)
          }}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows lie free. */}
        <div
          ref={scroller}
          role="grid"
          aria-label={props.name}
          aria-rowcount={props.total + 1}
          aria-colcount={size.columns}
          aria-multiselectable={canSelect}
          aria-busy={props.isLoading ?? false}
          tabIndex={loaded === 0 && isNarrow ? 0 : -1}
          onKeyDown={keyDown}
          onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 4)}
          onFocus={grid.onFocus}
          style={{
            scrollPaddingBlockStart: isNarrow ? 0 : '2.25rem',
            scrollPaddingInlineStart:
              isNarrow || !visible[0] ? 0 : `calc(${wide(visible[0].width)} + ${canSelect ? selectWidth : '0px'})`,
          }}
          className="ring-inside min-h-0 flex-1 overflow-auto overscroll-contain"
        >
          {!isNarrow && (
            <TableHead
              columns={visible}
              tracks={tracks}
              sort={props.sort}
              onSort={props.onSort}
              selected={
                canSelect ? (loadedSelected === 0 ? false : loadedSelected === loaded ? true : 'mixed') : undefined
              }
              onSelectAll={(wanted) =>
                onSelection?.(
                  wanted
                    ? loaded >= props.total
                      ? allSelected
                      : withRows(noSelection, rows.map(rowId), true)
                    : noSelection,
                )
              }
              hasActions={Boolean(rowMenu)}
              activeColumn={at.row === -1 ? at.column : null}
            />
          )}
          <RowMenu rows={rows} rowMenu={rowMenu} gone={gone} rowId={rowId}>
            {/* biome-ignore lint/a11y/useSemanticElements: as above */}
            <div
              role="rowgroup"
              className={cx('relative', !isNarrow && 'min-w-fit')}
              style={{
                blockSize: virtual.getTotalSize(),
                minInlineSize: isNarrow ? undefined : leastWidth(visible, canSelect, Boolean(rowMenu)),
              }}
            >
              {items.map((item) => {
                const row = rows[item.index] as Row
                const id = rowId(row)
                return (
                  <TableRow
                    key={item.key}
                    row={row}
                    index={item.index}
                    startPx={item.start}
                    measure={virtual.measureElement}
                    columns={visible}
                    tracks={tracks}
                    page={props}
                    isNarrow={isNarrow}
                    isSelected={canSelect ? isSelected(chosen, id) : undefined}
                    isOpen={props.openId === id}
                    isGone={gone.has(id)}
                    activeColumn={item.index === at.row ? at.column : null}
                    onPress={press}
                    onSelect={select}
                  />
                )
              })}
            </div>
          </RowMenu>
        </div>
        {loaded === 0 && (
          <div
            className="absolute inset-x-0 bottom-0 overflow-y-auto px-6 py-4"
            style={{ insetBlockStart: isNarrow ? 0 : '2.25rem' }}
          >
            {props.isLoading ? <Skeleton lines={5} /> : props.empty}
          </div>
        )}
      </div>
    </div>
  )
}

// Widths are told in px of the usual 14 px text and grow with it: with the chosen size, and for scripts that need more.
const wide = (px: number) => `calc(var(--text-body) * ${px / 14})`

function track<Row>(column: TableColumn<Row>): string {
  return column.grow ? `minmax(${wide(column.width)}, ${column.grow}fr)` : wide(column.width)
}

/** The rows lie free of the flow, so what they need must be said. */
function leastWidth<Row>(columns: readonly TableColumn<Row>[], canSelect: boolean, hasMenu: boolean): string {
  const sum = columns.reduce((all, column) => all + column.width, 0)
  return `calc(${wide(sum)} + ${(canSelect ? 2.75 : 0) + (hasMenu ? 3 : 0)}rem)`
}
