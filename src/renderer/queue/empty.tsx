// The queue without a row: nothing is left, nothing matches, or it could not be read.
import { ListOrdered, Search, Send } from 'lucide-react'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { Empty, Failure } from '../ui/page/empty.tsx'

export interface EmptyQueueProps {
  error: Error | null
  onRetry: () => void
  isRetrying: boolean
  /** null = no filter is on. */
  onClear: (() => void) | null
  /** The queue was emptied here and now, so its messages have not gone. */
  isCleared: boolean
}

export function EmptyQueue({ error, onRetry, isRetrying, onClear, isCleared }: EmptyQueueProps) {
  const text = useText()
  const sentence = useRefusalText()
  if (error) return <Failure onRetry={onRetry} isRetrying={isRetrying} detail={sentence(error)} />
  if (onClear)
    return (
      <Empty
        icon={Search}
        title={text('queue.no-match')}
        action={<Button onClick={onClear}>{text('messages.clear-filters')}</Button>}
      />
    )
  return (
    <Empty
      icon={ListOrdered}
      title={text('queue.empty')}
      text={isCleared ? undefined : text('queue.empty-then')}
      action={
        <LinkButton icon={Send} to="/send">
          {text('action.send')}
        </LinkButton>
      }
    />
  )
}
