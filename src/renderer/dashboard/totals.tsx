// The figures; each tile is one link to the list behind it. One that failed says so alone, the rest stay.
import type { Device } from '@contract/devices.ts'
import type { UseQueryResult } from '@tanstack/react-query'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { StatTile, StatTiles } from '../ui/display/stat-tile.tsx'
import type { DayRange } from '../ui/time/day-range.ts'
import type { Stats } from './live-stats.ts'
import { historyOf, usePeriod } from './period.ts'

export function Totals(props: { devices: readonly Device[]; stats: UseQueryResult<Stats>; range: DayRange }) {
  const { devices, stats, range } = props
  const text = useText()
  const { label } = usePeriod(range)
  const summary = useOperation('queue', 'summary', {})
  const again = () => void stats.refetch()
  const figure = (name: 'sent' | 'sentTotal') => stats.data?.[name] ?? (stats.error ? null : undefined)
  const isSendable = (device: Device) => device.status === 'connected' || device.status === 'restricted'
  return (
    <StatTiles>
      <StatTile
        label={text('devices.page')}
        value={devices.length}
        to="/devices"
        opens={text('dashboard.open-devices')}
      />
      <StatTile
        label={text('dashboard.connected')}
        value={devices.filter(isSendable).length}
        to="/devices"
        opens={text('dashboard.open-devices')}
      />
      <StatTile
        label={text('dashboard.sent')}
        period={label.toLocaleLowerCase()}
        value={figure('sent')}
        to={historyOf(range, { status: 'sent' })}
        opens={text('dashboard.open-history')}
        onRetry={again}
      />
      <StatTile
        label={text('dashboard.sent-total')}
        value={figure('sentTotal')}
        to={historyOf({}, { status: 'sent' })}
        opens={text('dashboard.open-history')}
        onRetry={again}
      />
      <StatTile
        label={text('dashboard.in-queue')}
        value={summary.data?.waiting ?? (summary.error ? null : undefined)}
        to="/queue"
        opens={text('dashboard.open-queue')}
        onRetry={() => void summary.refetch()}
      />
    </StatTiles>
  )
}
