// Meter: how full something is. Progress: how far a piece of work has come. Both with their number in words.
import { type ReactNode, useId } from 'react'
import { cx } from '../cx.ts'

export interface MeterProps {
  value: number
  max: number
  /** The number in words: "62 of 100 this hour". It is the meter's name too. */
  words: string
  /** Full or nearly: the bar turns to caution. Default: from 100 %. */
  isTight?: boolean
}

export function Meter({ value, max, words, isTight = max > 0 && value >= max }: MeterProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-pill text-ink-2 tabular">
        {words}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn in our colours. */}
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuenow={Math.min(value, max)}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuetext={words}
        className="h-1.5 overflow-hidden rounded-round border border-line-strong bg-sunken"
      >
        <Fill share={max > 0 ? value / max : 0} className={isTight ? 'bg-caution' : 'bg-accent'} />
      </div>
    </div>
  )
}

export interface ProgressProps {
  value: number
  /** null = nobody knows how much there is. */
  max: number | null
  /** What goes on: "Sending to 22 people". */
  name: string
  /** "17 of 22. The last leaves about 14:25." */
  words: ReactNode
  /** Pause, stop. */
  children?: ReactNode
}

export function Progress({ value, max, name, words, children }: ProgressProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div
        role="progressbar"
        aria-label={name}
        aria-describedby={id}
        {...(max !== null && { 'aria-valuenow': value, 'aria-valuemin': 0, 'aria-valuemax': max })}
        className="h-2 overflow-hidden rounded-round border border-line-strong bg-sunken"
      >
        <Fill
          share={max === null ? 0.4 : max > 0 ? value / max : 0}
          className={cx('bg-accent', max === null && 'opacity-50')}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p id={id} className="text-ink-2 tabular">
          {words}
        </p>
        {children}
      </div>
    </div>
  )
}

function Fill({ share, className }: { share: number; className: string }) {
  const percent = Math.max(0, Math.min(1, share)) * 100
  return <div className={cx('h-full forced-colors:bg-[CanvasText]', className)} style={{ inlineSize: `${percent}%` }} />
}
