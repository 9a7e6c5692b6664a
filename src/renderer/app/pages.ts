// The pages there are, in the order of the sidebar. What is not built is not here.
import {
  Contact,
  FlaskConical,
  History,
  KeyRound,
  LayoutDashboard,
  ListOrdered,
  type LucideIcon,
  Send,
  Smartphone,
} from 'lucide-react'
import type { TextId } from '../i18n/text.tsx'

export interface PagePlace {
  path: string
  title: Extract<TextId, `${string}.page`>
  icon: LucideIcon
  group: Extract<TextId, `group.${string}`> | null
  badge?: 'waiting' | 'care'
  /** Only a practice profile has it, in practice colour. */
  isPractice?: true
}

export const pages: readonly PagePlace[] = [
  { path: '/', title: 'dashboard.page', icon: LayoutDashboard, group: null },
  { path: '/devices', title: 'devices.page', icon: Smartphone, group: null, badge: 'care' },
  { path: '/send', title: 'send.page', icon: Send, group: 'group.send' },
  { path: '/bulk-send', title: 'bulk.page', icon: Contact, group: 'group.send' },
  { path: '/queue', title: 'queue.page', icon: ListOrdered, group: 'group.follow', badge: 'waiting' },
  { path: '/history', title: 'history.page', icon: History, group: 'group.follow' },
  { path: '/api-keys', title: 'keys.page', icon: KeyRound, group: 'group.programs' },
  { path: '/practice', title: 'practice.page', icon: FlaskConical, group: 'group.practice', isPractice: true },
]

/** Those of this kind of profile. */
export const pagesOf = (isPractice: boolean): readonly PagePlace[] =>
  isPractice ? pages : pages.filter((page) => page.isPractice !== true)
