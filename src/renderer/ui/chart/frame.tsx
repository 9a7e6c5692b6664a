// What both charts share: a figure named by one sentence, the switch between chart and table, the legend of hatching.
import { type ReactNode, useState } from 'react'
import { useIntl } from 'react-intl'
import { Segmented } from '../controls/tabs.tsx'
import { PlainTable } from '../display/plain-table.tsx'
import { useUiText } from '../text.ts'

export interface Bar {
  id: string
  /** Under or beside the bar: "12", "Mon 3 Nov", "Shop". */
  label: string
  /** Solid. */
  value: number
  /** Hatched, on top. */
  failed?: number
  /** Today: lighter, marked "so far". */
  isSoFar?: boolean
  /** The tip and the name of the bar: "Mon 3 Nov: 41 sent, 2 failed". */
  words: string
}

export interface ChartProps {
  /** The heading: "Messages by date". */
  title: string
  /** One sentence that says what the chart says. */
  sentence: string
  bars: readonly Bar[]
  /** Column heads of the table and the legend: "Sent". */
  valueName: string
  /** "Failed"; given when the bars have `failed`. */
  failedName?: string
  /** A press on a bar, or Enter: the list behind it. */
  onOpen: (bar: Bar) => void
  /** Shown in place of the bars when there is nothing in the period. */
  empty?: ReactNode
}

export function ChartFrame(props: ChartProps & { headOfLabels: string; children: ReactNode }) {
  const words = useUiText()
  const { formatNumber } = useIntl()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const hasFailed = props.failedName !== undefined && props.bars.some((bar) => bar.failed)
  const number = (value: number) => formatNumber(value)
  return (
    <figure aria-label={props.sentence} className="flex min-w-0 flex-col gap-3 rounded-card border bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-section">{props.title}</h2>
        <Segmented
          name={words('ui.chart.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: words('ui.chart.chart') },
            { value: 'table', label: words('ui.chart.table') },
          ]}
        />
      </div>
      {props.bars.length === 0 ? (
        props.empty
      ) : view === 'chart' ? (
        <>
          {props.children}
          {hasFailed && (
            <p className="flex flex-wrap gap-4 text-meta text-ink-2">
              <Key className="bg-chart-1" name={props.valueName} />
              <Key className="hatched" name={props.failedName ?? ''} />
            </p>
          )}
        </>
      ) : (
        <div className="max-h-72 overflow-y-auto">
          <PlainTable
            name={props.sentence}
            rows={props.bars}
            rowId={(bar) => bar.id}
            columns={[
              {
                id: 'label',
                head: props.headOfLabels,
                cell: (bar) => (bar.isSoFar ? `${bar.label}, ${words('ui.chart.soFar')}` : bar.label),
              },
              { id: 'value', head: props.valueName, align: 'end', cell: (bar) => number(bar.value) },
              ...(props.failedName
                ? [
                    {
                      id: 'failed',
                      head: props.failedName,
                      align: 'end' as const,
                      cell: (bar: Bar) => number(bar.failed ?? 0),
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
    </figure>
  )
}

function Key({ className, name }: { className: string; name: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={`own-colours size-3 rounded-pill border border-(--color-chart-edge) ${className}`} />
      {name}
    </span>
  )
}
