// What happened to one thing, newest last, to the second; the machine's words only under "Technical details".
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '../controls/copy.tsx'
import { cx } from '../cx.ts'
import { useUiText } from '../text.ts'
import { Time } from '../time/time.tsx'
import { Glyph } from './glyph.tsx'
import { type Tone, toneText } from './pill.tsx'

export interface TimelineStep {
  at: number
  /** The sign that the same state has everywhere. */
  icon: LucideIcon
  tone: Tone
  /** A plain sentence. */
  text: ReactNode
  /** Code and cause. */
  detail?: string | null | undefined
}

export function Timeline({ name, steps }: { name: string; steps: readonly TimelineStep[] }) {
  return (
    <ol aria-label={name} className="flex flex-col">
      {steps.map((step, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
          key={index}
          className="relative ms-2 border-s ps-5 pb-3 last:border-transparent last:pb-0"
        >
          <span className={cx('absolute -start-2.5 top-0 flex h-5 bg-surface py-0.5', toneText[step.tone])}>
            <Glyph icon={step.icon} />
          </span>
          <div className="flex items-baseline gap-3">
            <span className="shrink-0 text-pill text-ink-2 tabular">
              <Time at={step.at} as="second" />
            </span>
            <span className="min-w-0 wrap-anywhere">{step.text}</span>
          </div>
          {step.detail && <TechnicalDetails text={step.detail} />}
        </li>
      ))}
    </ol>
  )
}

/** Closed until somebody asks; with Copy. */
export function TechnicalDetails({ text }: { text: string }) {
  const words = useUiText()
  return (
    <details className="mt-1 text-pill">
      <summary className="w-fit rounded-pill py-1 text-ink-2">{words('ui.technicalDetails')}</summary>
      <div className="mt-1 flex items-start gap-2 rounded-control bg-sunken p-2">
        <code dir="ltr" className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere">
          {text}
        </code>
        <CopyButton text={text} of={words('ui.technicalDetails')} iconOnly />
      </div>
    </details>
  )
}
