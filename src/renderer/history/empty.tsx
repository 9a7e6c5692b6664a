// The history without a row: no messages yet, none in this range, none that match, or it could not be read.
import { History, Search, Send } from 'lucide-react'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { Empty, Failure } from '../ui/page/empty.tsx'
import { Skeleton } from '../ui/page/skeleton.tsx'

export interface EmptyHistoryProps {
  error: Error | null
  onRetry: () => void
  isRetrying: boolean
  /** Takes away all filters but the range; null = none is on. */
  onClear: (() => void) | null
  /** Shows all time; null = it does. */
  onAllTime: (() => void) | null
}

export function EmptyHistory({ error, onRetry, isRetrying, onClear, onAllTime }: EmptyHistoryProps) {
  const text = useText()
  const sentence = useRefusalText()
  const isAsked = error === null && onClear === null && onAllTime !== null
  const ever = useOperation('history', 'counts', {}, { enabled: isAsked })
  if (error) return <Failure onRetry={onRetry} isRetrying={isRetrying} detail={sentence(error)} />
  if (onClear)
    return (
      <Empty
        icon={Search}
        title={text('history.no-match')}
        action={<Button onClick={onClear}>{text('messages.clear-filters')}</Button>}
      />
    )
  if (isAsked && ever.isPending)
    return (
      <div className="p-4">
        <Skeleton lines={2} />
      </div>
    )
  if (onAllTime && ever.data?.total !== 0)
    return (
      <Empty
        icon={Search}
        title={text('history.none-in-range')}
        action={<Button onClick={onAllTime}>{text('history.all-time')}</Button>}
      />
    )
  return (
    <Empty
      icon={History}
      title={text('history.empty')}
      text={text('history.empty-then')}
      action={
        <LinkButton icon={Send} to="/send">
          {text('action.send')}
        </LinkButton>
      }
    />
  )
}
