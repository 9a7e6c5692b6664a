// A banner: one sentence and one button on what holds now. It never closes itself while true.
import { CircleAlert, FlaskConical, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export type BannerTone = 'info' | 'caution' | 'danger' | 'practice'

const tones: Record<BannerTone, { icon: LucideIcon; classes: string; iconClass: string }> = {
  info: { icon: Info, classes: 'bg-info-soft text-info', iconClass: 'text-info' },
  caution: { icon: TriangleAlert, classes: 'bg-caution-soft text-caution', iconClass: 'text-caution' },
  danger: { icon: CircleAlert, classes: 'bg-danger-soft text-danger', iconClass: 'text-danger' },
  practice: { icon: FlaskConical, classes: 'bg-practice-soft text-practice', iconClass: 'text-practice' },
}

export interface BannerProps {
  tone: BannerTone
  /** One sentence, or two short ones. */
  children: ReactNode
  /** One small Button or LinkButton: the cure. */
  action?: ReactNode
  /** Square edges across the whole frame, instead of a card in the content. */
  across?: boolean
}

export function Banner({ tone, children, action, across }: BannerProps) {
  const { icon: Icon, classes, iconClass } = tones[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={`soft-edge flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 ${across ? '' : 'rounded-card'} ${classes}`}
    >
      <Icon aria-hidden className={`size-4 shrink-0 ${iconClass}`} />
      <p className="min-w-0 flex-1 basis-60 text-ink">{children}</p>
      {action}
    </div>
  )
}

/** The band of the practice network: 32 px, striped at both ends; UiRoot's frame goes with it. */
export function PracticeBand({ children }: { children: ReactNode }) {
  const stripes = (
    <span
      aria-hidden
      className="w-4 shrink-0 self-stretch rail:w-16 bg-[repeating-linear-gradient(135deg,var(--color-on-practice)_0_6px,transparent_6px_12px)]"
    />
  )
  return (
    <div
      role="status"
      className="flex min-h-8 shrink-0 items-center justify-between gap-4 bg-practice text-on-practice forced-colors:border"
    >
      {stripes}
      <p className="flex-1 px-2 text-center font-semibold text-pill">{children}</p>
      {stripes}
    </div>
  )
}
