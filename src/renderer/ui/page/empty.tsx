// Nothing to show, or it could not be loaded: icon, why, what then, one button. Three kinds of nothing have three texts.
import { CircleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { TechnicalDetails } from '../display/timeline.tsx'
import { useUiText } from '../text.ts'

export interface EmptyProps {
  icon: LucideIcon
  /** One line why: "No messages yet." */
  title: string
  /** One line what then. */
  text?: ReactNode
  /** One Button or LinkButton. */
  action?: ReactNode
}

export function Empty({ icon: Icon, title, text, action }: EmptyProps) {
  return <Frame icon={<Icon aria-hidden className="size-5 text-ink-3" />} title={title} text={text} action={action} />
}

export interface FailureProps {
  /** "This could not be loaded. Nothing was changed." unless the caller knows better. */
  title?: string
  text?: ReactNode
  onRetry?: () => void
  isRetrying?: boolean
  /** Code and cause, shown on demand. */
  detail?: string | null | undefined
}

/** Loading failed; announced at once. */
export function Failure({ title, text, onRetry, isRetrying, detail }: FailureProps) {
  const words = useUiText()
  return (
    <div role="alert">
      <Frame
        icon={<CircleAlert aria-hidden className="size-5 text-danger" />}
        title={title ?? words('ui.loadFailed')}
        text={text}
        action={
          onRetry && (
            <Button busy={isRetrying ?? false} onClick={onRetry}>
              {words('ui.tryAgain')}
            </Button>
          )
        }
        below={detail && <TechnicalDetails text={detail} />}
      />
    </div>
  )
}

function Frame(props: { icon: ReactNode; title: string; text?: ReactNode; action?: ReactNode; below?: ReactNode }) {
  return (
    <div className="flex max-w-text flex-col items-start gap-2 py-4">
      <div className="flex items-center gap-2">
        {props.icon}
        <p className="font-semibold">{props.title}</p>
      </div>
      {props.text && <p className="text-ink-2">{props.text}</p>}
      {props.action && <div className="mt-2">{props.action}</div>}
      {props.below}
    </div>
  )
}
