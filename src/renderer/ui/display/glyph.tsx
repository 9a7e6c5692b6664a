// One icon in a component: hidden from screen readers, 16 px unless said otherwise, mirrored where its sense has a direction.
import {
  ArrowLeft,
  ArrowRight,
  ChevronLeft,
  ChevronRight,
  LogOut,
  type LucideIcon,
  PanelLeft,
  Redo2,
  Reply,
  Send,
  Undo2,
} from 'lucide-react'
import { cx } from '../cx.ts'

// Ticks, clocks and the rest mean the same in both directions.
const directed = new Set<LucideIcon>([
  ArrowLeft,
  ArrowRight,
  ChevronLeft,
  ChevronRight,
  LogOut,
  PanelLeft,
  Redo2,
  Reply,
  Send,
  Undo2,
])

export interface GlyphProps {
  icon: LucideIcon
  /** 20 px, for navigation and empty pages. */
  large?: boolean
  className?: string | undefined
}

export function Glyph({ icon: Icon, large, className }: GlyphProps) {
  const size = large ? 'size-5' : 'size-4'
  return <Icon aria-hidden className={cx('shrink-0', size, directed.has(Icon) && 'rtl:-scale-x-100', className)} />
}
