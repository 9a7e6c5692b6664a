// The cells of a row: a place in the grid, and the one cell that stands for all where the window is narrow.
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'

export interface GridCellProps {
  column: number
  activeColumn: number | null
  className?: string
  style?: React.CSSProperties | undefined
  /** Enter presses what stands in it, instead of opening the row. */
  presses?: boolean
  children: ReactNode
}

export function GridCell({ column, activeColumn, className, style, presses, children }: GridCellProps) {
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

/** What a row shows where the window is narrow. */
export interface CompactRow {
  /** To, or Name. */
  title: ReactNode
  status?: ReactNode
  time?: ReactNode
  /** The second line's text, cut where it must be. */
  text?: ReactNode
}

/** To, status and time: a row where the window is narrow. */
export function TwoLines({ title, status, time, text }: CompactRow) {
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
