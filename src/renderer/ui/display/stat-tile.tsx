// One figure with its period; the whole tile is one link to the list behind it.
import { Link } from 'react-router'
import { Button } from '../controls/button.tsx'
import { useUiText } from '../text.ts'
import { useExactNumber } from './exact-number.ts'

export interface StatTileProps {
  label: string
  /** undefined while loading, null when it could not be had. */
  value: number | null | undefined
  /** "last 7 days" */
  period?: string
  to: string
  /** What the link does: "Open history". */
  opens: string
  onRetry?: () => void
}

/** Lay several in a StatTiles. */
export function StatTile({ label, value, period, to, opens, onRetry }: StatTileProps) {
  const words = useUiText()
  const number = useExactNumber()
  const shown = typeof value === 'number' ? number(value) : null
  const text = (
    <>
      <span className="text-pill text-ink-2">{period ? words('ui.labelAndPeriod', { label, period }) : label}</span>
      <span className="min-h-9 whitespace-nowrap text-figure tabular" title={shown?.exact}>
        {value === null ? '–' : (shown?.text ?? <span className="text-ink-3">…</span>)}
      </span>
    </>
  )
  const shape = 'flex min-w-fit flex-col gap-1 px-4 py-3'
  if (value === null)
    return (
      <div className={`${shape} relative`}>
        {text}
        {onRetry && (
          <span className="absolute end-3 bottom-3">
            <Button small kind="quiet" onClick={onRetry}>
              {words('ui.tryAgain')}
            </Button>
          </span>
        )}
      </div>
    )
  return (
    <Link
      to={to}
      aria-label={words('ui.tileName', {
        label: period ? words('ui.labelAndPeriod', { label, period }) : label,
        value: shown?.exact ?? '…',
        opens,
      })}
      className={`${shape} ring-inside transition-colors`}
    >
      {text}
    </Link>
  )
}

/** Tiles in one panel, parted by lines. */
export function StatTiles({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap gap-px overflow-hidden rounded-card border bg-line [&>*]:flex-1 [&>*]:basis-36 [&>*]:bg-surface [&>*:hover]:bg-sunken forced-colors:[&>*]:outline-1">
      {children}
    </div>
  )
}
