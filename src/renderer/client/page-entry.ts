// What a noun tells the frame of itself: its page and its dialogs. The frame finds them by the folder (`<noun>/page.ts`,
// `<noun>/dialogs.ts`), so that sidebar, routes, palette and menus are loops over them.
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { TextId } from '../i18n/text.tsx'

/** `export const page: PageEntry = { … }` in `<noun>/page.ts`. */
export interface PageEntry {
  path: string
  title: Extract<TextId, `${string}.page`>
  icon: LucideIcon
  group: Extract<TextId, `group.${string}`> | null
  /** Its place in the sidebar, lowest first. */
  order: number
  badge?: PageBadge
  /** Only a practice profile has it, in practice colour. */
  isPractice?: true
  /** Opens it in the desktop's window; a browser keeps these keys for itself. */
  desktopKeys?: string
  /** A hook: what the palette offers besides the page. */
  useCommands?: (typed: string) => readonly Command[]
  /** Its code, fetched when it is first opened. */
  load: () => Promise<ComponentType>
}

/** A count beside the page's name; none while it is 0. */
export interface PageBadge {
  /** A hook. */
  useCount: () => number
  tone: 'plain' | 'caution'
  /** Takes `count`. */
  text: Extract<TextId, `${string}.badge`>
}

/** `export const dialogs: readonly DialogEntry[] = [ … ]` in `<noun>/dialogs.ts`: what opens over every page, by menu and palette. */
export interface DialogEntry {
  /** For `useOverlay`. */
  id: string
  title: TextId
  icon: LucideIcon
  /** Its place in the menu, lowest first. */
  order: number
  /** Drawn while it is open. */
  Component: ComponentType
}

/** One line of the palette. */
export interface Command {
  id: string
  group: Extract<TextId, `palette.${string}`>
  /** Its place among the actions, lowest first. */
  order?: number
  label: string
  icon: LucideIcon
  keys?: string
  run: () => void
}
