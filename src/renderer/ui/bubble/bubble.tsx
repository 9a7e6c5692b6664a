// A message as the phone will show it, in our colours: ours on accent-soft at the inline end, theirs on surface with a line.
import { Check, CheckCheck, Clock, FileText } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { TextLine } from '../display/text-line.tsx'
import { useUiText } from '../text.ts'
import { WaText } from './text.tsx'

export type Ticks = 'waiting' | 'sent' | 'delivered' | 'read'

export interface BubbleProps {
  text: string
  /** Ours unless said otherwise. */
  isIncoming?: boolean
  /** A picture, a BubbleFile, a player. */
  media?: ReactNode
  /** "14:05" or a Time. */
  time?: ReactNode
  ticks?: Ticks
  /** The word beside the ticks, when it is not one of the usual ("Read at 14:07"). */
  state?: string
  /** Who wrote it, in a group. */
  author?: string
}

export function Bubble({ text, isIncoming, media, time, ticks, state, author }: BubbleProps) {
  return (
    <div className={cx('flex', isIncoming ? 'justify-start' : 'justify-end')}>
      <div
        className={cx(
          'max-w-[min(100%,26rem)] min-w-24 rounded-card border p-2',
          isIncoming ? 'border-line bg-surface' : 'border-(--color-soft-edge) bg-accent-soft',
        )}
      >
        {media && <div className="mb-1 overflow-hidden rounded-control">{media}</div>}
        <div className="px-1">
          {author && (
            <p className="font-semibold text-pill text-ink-2">
              <bdi>{author}</bdi>
            </p>
          )}
          {text && <WaText text={text} />}
          <p className="mt-1 flex items-center justify-end gap-1.5 text-meta text-ink-2">
            {time}
            {ticks && <TickMarks ticks={ticks} state={state} />}
          </p>
        </div>
      </div>
    </div>
  )
}

function TickMarks({ ticks, state }: { ticks: Ticks; state: string | undefined }) {
  const words = useUiText()
  const Icon = ticks === 'waiting' ? Clock : ticks === 'sent' ? Check : CheckCheck
  const colour = ticks === 'read' ? 'text-info' : ticks === 'delivered' ? 'text-positive' : 'text-ink-2'
  return (
    <span className={cx('flex items-center gap-1', colour)}>
      {state ?? words(`ui.ticks.${ticks}`)}
      <Icon aria-hidden className="size-4" />
    </span>
  )
}

/** A document inside a bubble: name and size. */
export function BubbleFile({ name, size }: { name: string; size?: string }) {
  return (
    <div className="flex items-center gap-2 bg-sunken p-2">
      <FileText aria-hidden className="size-5 shrink-0 text-ink-2" />
      <span className="min-w-0 flex-1">
        <TextLine text={name} />
      </span>
      {size && <span className="text-meta text-ink-2">{size}</span>}
    </div>
  )
}
