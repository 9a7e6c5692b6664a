// Dashboard: is all well, and what went out? What needs somebody stands above the figures, each with its cure.
import { Send } from 'lucide-react'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { deviceCare } from '../i18n/device-state.ts'
import { useText } from '../i18n/text.tsx'
import { LinkButton } from '../ui/controls/button.tsx'
import { Failure } from '../ui/page/empty.tsx'
import { Page } from '../ui/page/page.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { useRange } from '../ui/time/range-address.ts'
import { DateRangePicker } from '../ui/time/range-picker.tsx'
import { Attention } from './attention.tsx'
import { Charts } from './charts.tsx'
import { FirstRun } from './first-run.tsx'
import { LimitsTable } from './limits-table.tsx'
import { useLiveStats } from './live-stats.ts'
import { usePeriod } from './period.ts'
import { Totals } from './totals.tsx'

export function DashboardPage() {
  const text = useText()
  const sentence = useRefusalText()
  const [range, setRange] = useRange('last7')
  const period = usePeriod(range)
  const devices = useOperation('devices', 'list', {})
  const stats = useLiveStats(range)
  const list = devices.data?.devices
  const isFirstRun = list?.length === 0 && (stats.data?.sentTotal === 0 || stats.isError)

  const answer = () => {
    if (isFirstRun) return text('dashboard.answer-first')
    if (list === undefined) return undefined
    const care = text('dashboard.answer-care', { count: list.filter((device) => deviceCare(device) > 0).length })
    if (stats.data === undefined) return stats.error ? care : undefined
    return [text('dashboard.answer', { count: stats.data.sent, ...period.inSentence }), care].filter(Boolean).join(' ')
  }
  return (
    <Page
      title={text('dashboard.page')}
      answer={answer()}
      width="dashboard"
      actions={
        isFirstRun ? null : (
          <>
            <DateRangePicker value={range} onChange={setRange} />
            <LinkButton kind="primary" icon={Send} to="/send" aria-keyshortcuts="Control+Enter">
              {text('action.send')}
            </LinkButton>
          </>
        )
      }
    >
      <Loaded
        value={list?.length === 0 && stats.isPending ? undefined : list}
        lines={6}
        failure={
          devices.error && (
            <Failure
              onRetry={() => void devices.refetch()}
              isRetrying={devices.isFetching}
              detail={sentence(devices.error)}
            />
          )
        }
      >
        {(known) =>
          isFirstRun ? (
            <FirstRun />
          ) : (
            <div className="flex flex-col gap-6">
              <Attention devices={known} />
              <Totals devices={known} stats={stats} range={range} />
              <Charts stats={stats} range={range} />
              <LimitsTable devices={known} />
              <p className="flex flex-wrap gap-2">
                <LinkButton to="/bulk-send">{text('bulk.page')}</LinkButton>
                <LinkButton to="/devices?link=new">{text('action.link')}</LinkButton>
                <LinkButton to="/history">{text('dashboard.see-history')}</LinkButton>
              </p>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}
