// Bars by name, longest first as handed in: label, bar from the inline start, figure. A bar opens the list behind it.
import { useIntl } from 'react-intl'
import { TextLine } from '../display/text-line.tsx'
import { useUiText } from '../text.ts'
import { useBarKeys } from './bar-keys.ts'
import { Tip } from './by-date.tsx'
import { ChartFrame, type ChartProps } from './frame.tsx'

export function NameChart(props: ChartProps) {
  const { bars, onOpen } = props
  const words = useUiText()
  const { formatNumber } = useIntl()
  const keys = useBarKeys(bars.length, 0)
  const top = Math.max(1, ...bars.map((bar) => bar.value + (bar.failed ?? 0)))
  const share = (value: number) => `${(value / top) * 100}%`
  return (
    <ChartFrame {...props} headOfLabels={words('ui.chart.name')}>
      {/* biome-ignore lint/a11y/useSemanticElements: bars are not a form's parts. */}
      <div role="group" aria-label={props.title} onKeyDown={keys.onKeyDown} className="flex flex-col gap-1">
        {bars.map((bar, index) => (
          <button
            key={bar.id}
            type="button"
            {...keys.stop(index)}
            aria-label={bar.words}
            onClick={() => onOpen(bar)}
            className="group ring-inside relative grid min-h-8 grid-cols-[minmax(4rem,8rem)_minmax(0,1fr)_auto] items-center gap-3 rounded-pill px-1 text-start hover:bg-sunken/60"
          >
            <TextLine text={bar.label} />
            <span aria-hidden className="flex h-4">
              <span
                className="own-colours chart-edge border border-chart-1 bg-chart-1"
                style={{ inlineSize: share(bar.value) }}
              />
              {bar.failed ? (
                <span className="hatched own-colours chart-edge" style={{ inlineSize: share(bar.failed) }} />
              ) : null}
            </span>
            <span className="min-w-8 text-end tabular">{formatNumber(bar.value)}</span>
            <Tip words={bar.words} side="middle" />
          </button>
        ))}
      </div>
    </ChartFrame>
  )
}
