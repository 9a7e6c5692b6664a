// Columns ▾: which columns are shown, and in which order.
import { ArrowDown, ArrowUp, ChevronDown, Columns3 } from 'lucide-react'
import { Button, IconButton } from '../controls/button.tsx'
import { Checkbox } from '../controls/choice.tsx'
import { Popover } from '../overlay/popover.tsx'
import { useUiText } from '../text.ts'
import type { Columns } from './columns.ts'

export function ColumnChooser<Row>({ columns }: { columns: Columns<Row> }) {
  const words = useUiText()
  return (
    <Popover
      name={words('ui.table.columnsOf')}
      align="end"
      trigger={
        <Button kind="quiet" icon={Columns3}>
          {words('ui.table.columns')}
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      }
    >
      <ul className="flex w-64 flex-col gap-1">
        {columns.all.slice(1).map((column, index) => (
          <li key={column.id} className="flex min-h-8 items-center justify-between gap-2">
            <Checkbox
              label={column.head}
              checked={columns.isShown(column.id)}
              onChange={(wanted) => columns.show(column.id, wanted)}
            />
            <span className="flex gap-2">
              <IconButton
                name={words('ui.table.moveUp', { of: column.head })}
                icon={ArrowUp}
                aria-disabled={index === 0}
                onClick={() => columns.move(column.id, -1)}
              />
              <IconButton
                name={words('ui.table.moveDown', { of: column.head })}
                icon={ArrowDown}
                aria-disabled={index === columns.all.length - 2}
                onClick={() => columns.move(column.id, 1)}
              />
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-2 border-t pt-2">
        <Button kind="quiet" small onClick={columns.reset}>
          {words('ui.table.resetColumns')}
        </Button>
      </div>
    </Popover>
  )
}
