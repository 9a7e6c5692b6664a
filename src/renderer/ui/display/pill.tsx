// A status: icon and word on its soft fill. Never pressed, never colour alone.
import type { LucideIcon } from 'lucide-react'
import { cx } from '../cx.ts'
import { Glyph } from './glyph.tsx'

export type Tone = 'plain' | 'faint' | 'positive' | 'info' | 'caution' | 'danger'

export const toneText: Record<Tone, string> = {
  plain: 'text-ink-2',
  faint: 'text-ink-3',
  positive: 'text-positive',
  info: 'text-info',
  caution: 'text-caution',
  danger: 'text-danger',
}
const toneFill: Record<Tone, string> = {
  plain: 'bg-sunken',
  faint: 'bg-sunken',
  positive: 'bg-positive-soft',
  info: 'bg-info-soft',
  caution: 'bg-caution-soft',
  danger: 'bg-danger-soft',
}

/** How one state of something is shown: in a list, in a panel, everywhere the same. */
export interface Status<Name extends string, Word extends string> {
  name: Name
  icon: LucideIcon
  tone: Tone
  /** The word on the pill, by its name in the texts. */
  word: Word
}

export interface PillProps {
  tone: Tone
  icon: LucideIcon
  /** The word: "Connected". */
  children: string
  /** The icon turns while something is being done. */
  isBusy?: boolean
}

export function Pill({ tone, icon, children, isBusy }: PillProps) {
  return (
    <span
      className={cx(
        'soft-edge inline-flex max-w-full items-center gap-1.5 rounded-pill px-2 py-px text-pill',
        toneText[tone],
        toneFill[tone],
      )}
    >
      <Glyph icon={icon} className={isBusy ? 'animate-spin' : undefined} />
      <span className="truncate">{children}</span>
    </span>
  )
}
