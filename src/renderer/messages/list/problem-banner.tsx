// What stands over a list of messages while something went wrong with it: an action that could not be done, or rows that
// are not fresh any more. The rows themselves stay.
import { X } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { useTimes } from '../../i18n/times.ts'
import { Button, IconButton } from '../../ui/controls/button.tsx'
import { Banner } from '../../ui/page/banner.tsx'

export interface ProblemBannerProps {
  problem: string | null
  onDismiss: () => void
  /** When the rows were read, if they could not be read again. */
  readAt: number | null
  onRetry: () => void
}

export function ProblemBanner({ problem, onDismiss, readAt, onRetry }: ProblemBannerProps) {
  const text = useText()
  const times = useTimes()
  if (problem !== null)
    return (
      <div className="pb-3">
        <Banner tone="danger" action={<IconButton name={text('messages.close')} icon={X} onClick={onDismiss} />}>
          {problem}
        </Banner>
      </div>
    )
  if (readAt === null) return null
  return (
    <div className="pb-3">
      <Banner
        tone="caution"
        action={
          <Button small onClick={onRetry}>
            {text('messages.try-again')}
          </Button>
        }
      >
        {text('messages.aged', { at: times.clock(readAt) })}
      </Banner>
    </div>
  )
}
