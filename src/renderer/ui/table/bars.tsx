// What stands over a table's rows: its toolbar, or in the same place the selection bar; and the news bar.
import { ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Button } from '../controls/button.tsx'
import { useUiText } from '../text.ts'
import { allSelected, noSelection, type Selection, selectedCount } from './selection.ts'

export interface SelectionBarProps {
  selection: Selection
  total: number
  onChange: (selection: Selection) => void
  /** The buttons that act on what is selected. */
  children: ReactNode
}

/** "3 selected · Select all 1,204 that match · Cancel messages". */
export function SelectionBar({ selection, total, onChange, children }: SelectionBarProps) {
  const words = useUiText()
  const { formatNumber } = useIntl()
  const count = selectedCount(selection, total)
  return (
    <div
      role="toolbar"
      aria-label={words('ui.table.selected', { count })}
      className="-my-px flex min-h-control flex-1 flex-wrap items-center gap-2 soft-edge rounded-control bg-accent-soft ps-3"
    >
      <span role="status" className="font-semibold tabular">
        {words('ui.table.selected', { count })}
      </span>
      {count < total && (
        <Button kind="quiet" onClick={() => onChange(allSelected)}>
          {words('ui.table.selectMatching', { count: formatNumber(total) })}
        </Button>
      )}
      {children}
      <span className="flex-1" />
      <Button kind="quiet" onClick={() => onChange(noSelection)}>
        {words('ui.table.clearSelection')}
      </Button>
    </div>
  )
}

/** "14 new · Show", floating over the first rows. */
export function NewsBar({ count, onShow }: { count: number; onShow: () => void }) {
  const words = useUiText()
  if (count <= 0) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 top-11 z-30 flex justify-center">
      <div className="pointer-events-auto rounded-control bg-raised shadow-popover">
        <Button icon={ArrowUp} small onClick={onShow}>
          {words('ui.table.news', { count })}
        </Button>
      </div>
    </div>
  )
}
