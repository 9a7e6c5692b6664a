// The head of a table: sticks to the top, sorts by press, Enter or Space, and says so.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Checkbox } from '../controls/choice.tsx'
import { cx } from '../cx.ts'
import { useUiText } from '../text.ts'
import type { TableColumn } from './columns.ts'

export interface Sort {
  column: string
  isDescending: boolean
}

export interface HeadProps<Row> {
  columns: readonly TableColumn<Row>[]
  tracks: string
  sort?: Sort | undefined
  onSort?: ((sort: Sort) => void) | undefined
  /** The check box over the rows' own; undefined when rows cannot be selected. */
  selected?: boolean | 'mixed' | undefined
  onSelectAll: (wanted: boolean) => void
  hasActions: boolean
  activeColumn: number | null
}

export function TableHead<Row>(props: HeadProps<Row>) {
  const words = useUiText()
  const { columns, sort, onSort, selected, activeColumn } = props
  const first = selected === undefined ? 0 : 1
  const stop = (column: number) => ({ 'data-column': column, tabIndex: activeColumn === column ? 0 : -1 })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows lie free.
    <div role="rowgroup" className="sticky top-0 z-20 min-w-fit">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus. */}
      <div
        role="row"
        data-row={-1}
        aria-rowindex={1}
        className="grid h-9 items-stretch border-b bg-sunken text-pill text-ink-2"
        style={{ gridTemplateColumns: props.tracks }}
      >
        {selected !== undefined && (
          <HeadCell {...stop(0)} className="sticky start-0 z-10 justify-center px-0" data-presses>
            <Checkbox
              hideLabel
              label={words('ui.table.selectAll')}
              checked={selected}
              onChange={props.onSelectAll}
              tabIndex={-1}
            />
          </HeadCell>
        )}
        {columns.map((column, index) => {
          const isSorted = sort?.column === column.id
          const canSort = Boolean(column.canSort && onSort)
          const press = () => onSort?.({ column: column.id, isDescending: isSorted ? !sort.isDescending : false })
          const Arrow = sort?.isDescending ? ArrowDown : ArrowUp
          return (
            <HeadCell
              key={column.id}
              {...stop(index + first)}
              {...(canSort && {
                'aria-sort': isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none',
                onClick: press,
                title: words('ui.table.sortBy', { of: column.head }),
                'data-presses': true,
              })}
              className={cx(
                column.align === 'end' && 'justify-end',
                canSort && 'hover:text-ink',
                index === 0 && 'sticky z-10',
              )}
              style={index === 0 ? { insetInlineStart: selected === undefined ? 0 : selectWidth } : undefined}
            >
              <span className="truncate font-semibold">{column.head}</span>
              {isSorted && <Arrow aria-hidden className="size-4 shrink-0" />}
            </HeadCell>
          )
        })}
        {props.hasActions && (
          <HeadCell {...stop(columns.length + first)}>
            <span className="sr-only">{words('ui.table.actions')}</span>
          </HeadCell>
        )}
      </div>
    </div>
  )
}

export const selectWidth = '2.75rem'

function HeadCell({ className, ...rest }: React.ComponentProps<'div'>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows lie free.
    // biome-ignore lint/a11y/useFocusableInteractive: its tabIndex comes with the rest.
    <div
      role="columnheader"
      className={cx('ring-inside flex min-w-0 items-center gap-1 bg-sunken px-3', className)}
      {...rest}
    />
  )
}
