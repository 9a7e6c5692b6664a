// Bars by date: oldest left in every language, from zero, horizontal lines only; a bar opens the list of its day.
import { useIntl } from 'react-intl'
import { cx } from '../cx.ts'
import { useUiText } from '../text.ts'
import { useBarKeys } from './bar-keys.ts'
import { ChartFrame, type ChartProps } from './frame.tsx'
import { labelled, valueTicks } from './ticks.ts'

export function DateChart(props: ChartProps) {
  const { bars, onOpen } = props
  const words = useUiText()
  const { formatNumber } = useIntl()
  const keys = useBarKeys(bars.length, bars.length - 1)
  const ticks = valueTicks(Math.max(0, ...bars.map((bar) => bar.value + (bar.failed ?? 0))))
  const top = ticks.at(-1) ?? 1
  const hasLabel = labelled(bars.length)
  const share = (value: number) => `${(value / top) * 100}%`
  return (
    <ChartFrame {...props} headOfLabels={words('ui.chart.day')}>
      <div dir="ltr" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-2">
        <div aria-hidden className="relative h-44 min-w-6 text-end text-meta text-ink-3 tabular">
          <span className="invisible">{formatNumber(top)}</span>
          {ticks.map((tick) => (
            <span key={tick} className="absolute end-0 translate-y-1/2" style={{ bottom: share(tick) }}>
              {formatNumber(tick)}
            </span>
          ))}
        </div>
        <div className="relative h-44">
          {ticks.map((tick) => (
            <span
              key={tick}
              aria-hidden
              className={cx('absolute inset-x-0 border-t', tick === 0 && 'border-line-strong')}
              style={{ bottom: share(tick) }}
            />
          ))}
          {/* biome-ignore lint/a11y/useSemanticElements: bars are not a form's parts. */}
          <div role="group" aria-label={props.title} onKeyDown={keys.onKeyDown} className="absolute inset-0 flex">
            {bars.map((bar, index) => (
              <button
                key={bar.id}
                type="button"
                {...keys.stop(index)}
                aria-label={bar.isSoFar ? `${bar.words}, ${words('ui.chart.soFar')}` : bar.words}
                onClick={() => onOpen(bar)}
                className="group relative flex min-w-0 flex-1 flex-col items-center justify-end rounded-pill hover:bg-sunken/60"
              >
                <span
                  aria-hidden
                  className="hatched own-colours w-[62%] max-w-10 chart-edge"
                  style={{ blockSize: share(bar.failed ?? 0) }}
                />
                <span
                  aria-hidden
                  className={cx(
                    'own-colours chart-edge w-[62%] max-w-10 border border-chart-1 border-b-0',
                    bar.isSoFar ? 'bg-chart-1/50' : 'bg-chart-1',
                    bar.value === 0 && 'border-0',
                  )}
                  style={{ blockSize: share(bar.value) }}
                />
                <Tip
                  words={bar.isSoFar ? `${bar.words}, ${words('ui.chart.soFar')}` : bar.words}
                  side={index < bars.length / 3 ? 'start' : index >= (bars.length * 2) / 3 ? 'end' : 'middle'}
                />
              </button>
            ))}
          </div>
        </div>
        <span />
        <div aria-hidden className="flex pt-1 text-meta text-ink-2">
          {bars.map((bar, index) => (
            <span key={bar.id} className="relative h-4 min-w-0 flex-1">
              {hasLabel(index) && (
                <span
                  className={cx(
                    'absolute whitespace-nowrap',
                    index === bars.length - 1 && bars.length > 8 ? 'end-0' : 'start-1/2 -translate-x-1/2',
                  )}
                >
                  {bar.label}
                </span>
              )}
            </span>
          ))}
        </div>
      </div>
    </ChartFrame>
  )
}

/** The same words by pointer and by keyboard. */
export function Tip({ words, side }: { words: string; side: 'start' | 'middle' | 'end' }) {
  const place = { start: 'start-0', middle: 'start-1/2 -translate-x-1/2', end: 'end-0' }[side]
  return (
    <span
      aria-hidden
      className={`pointer-events-none absolute bottom-full z-30 hidden w-max max-w-60 rounded-control border bg-raised px-2 py-1 text-pill shadow-popover group-hover:block group-focus-visible:block ${place}`}
    >
      {words}
    </span>
  )
}
