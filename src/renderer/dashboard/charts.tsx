// Messages by date and by device, side by side where there is room. A bar opens History for what it stands for.
import type { UseQueryResult } from '@tanstack/react-query'
import { useIntl } from 'react-intl'
import { useNavigate } from 'react-router'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { DateChart } from '../ui/chart/by-date.tsx'
import { NameChart } from '../ui/chart/by-name.tsx'
import type { Bar } from '../ui/chart/frame.tsx'
import { Failure } from '../ui/page/empty.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { type DayRange, dateOf, dayOf } from '../ui/time/day-range.ts'
import { bucketsOf, type DateBucket } from './date-buckets.ts'
import type { Stats } from './live-stats.ts'
import { historyOf, usePeriod } from './period.ts'

export function Charts({ stats, range }: { stats: UseQueryResult<Stats>; range: DayRange }) {
  const sentence = useRefusalText()
  return (
    <Loaded
      value={stats.data}
      lines={6}
      failure={
        stats.error && (
          <Failure onRetry={() => void stats.refetch()} isRetrying={stats.isFetching} detail={sentence(stats.error)} />
        )
      }
    >
      {(known) => (
        <div className="@container">
          <div className="grid gap-4 @min-[880px]:grid-cols-2">
            <ByDate stats={known} range={range} />
            <ByDevice stats={known} range={range} />
          </div>
        </div>
      )}
    </Loaded>
  )
}

function ByDate({ stats, range }: { stats: Stats; range: DayRange }) {
  const text = useText()
  const navigate = useNavigate()
  const period = usePeriod(range)
  const formatDay = useBucketText()
  const today = dayOf(new Date())
  const buckets = bucketsOf(stats.byDate, range, today)
  const isNothing = buckets.every(({ sent, failed }) => sent + failed === 0)
  const bars: Bar[] = buckets.map((bucket) => {
    const { short, long } = formatDay(bucket, buckets.length)
    return {
      id: bucket.from,
      label: short,
      value: bucket.sent,
      failed: bucket.failed,
      isSoFar: bucket.to === today,
      words: text('dashboard.bar', { name: long, sent: bucket.sent, failed: bucket.failed }),
    }
  })
  return (
    <DateChart
      title={text('dashboard.by-date')}
      sentence={text('dashboard.by-date-sentence', { sent: stats.sent, failed: stats.failed, ...period.inSentence })}
      bars={isNothing ? [] : bars}
      valueName={text('messages.state-sent')}
      failedName={text('messages.state-failed')}
      empty={<Nothing />}
      onOpen={({ id }) => {
        const bucket = buckets.find(({ from }) => from === id)
        if (bucket) navigate(historyOf({ from: bucket.from, to: bucket.to }))
      }}
    />
  )
}

function ByDevice({ stats, range }: { stats: Stats; range: DayRange }) {
  const text = useText()
  const navigate = useNavigate()
  const period = usePeriod(range)
  const rows = stats.byDevice.filter(({ sent, failed }) => sent + failed > 0)
  const bars: Bar[] = rows.map(({ sessionId, name, sent, failed }) => ({
    id: sessionId,
    label: name,
    value: sent,
    failed,
    words: text('dashboard.bar', { name, sent, failed }),
  }))
  return (
    <NameChart
      title={text('dashboard.by-device')}
      sentence={text('dashboard.by-device-sentence', { count: rows.length, ...period.inSentence })}
      bars={bars}
      valueName={text('messages.state-sent')}
      failedName={text('messages.state-failed')}
      empty={<Nothing />}
      onOpen={({ id }) => navigate(historyOf(range, { device: id }))}
    />
  )
}

function Nothing() {
  const text = useText()
  return <p className="py-8 text-ink-2">{text('dashboard.nothing')}</p>
}

/** A bar's name: under it, as short as its neighbours allow, and in its tip. */
function useBucketText() {
  const intl = useIntl()
  return ({ from, isMonth }: DateBucket, bars: number): { short: string; long: string } => {
    const date = dateOf(from) ?? new Date(0)
    const form = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(intl.locale, options).format(date)
    if (isMonth) {
      return { short: form({ month: 'short' }), long: form({ month: 'long', year: 'numeric' }) }
    }
    const short = bars <= 7 ? form({ weekday: 'short', day: 'numeric' }) : form({ day: 'numeric', month: 'short' })
    return { short, long: form({ weekday: 'short', day: 'numeric', month: 'short' }) }
  }
}
