// What the palette offers: pages, actions, then devices and numbers that fit what was typed. All but the frame's own come
// from the nouns' entries.
import { Keyboard, Undo2 } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Command } from '../../client/page-entry.ts'
import { useText } from '../../i18n/text.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { undoLast, useToasts } from '../../ui/overlay/toast.tsx'
import { dialogs, pages, pagesOf } from '../pages.ts'
import { useAppStatus } from '../status.ts'

const groups: readonly Command['group'][] = ['palette.pages', 'palette.actions', 'palette.devices', 'palette.numbers']

/** The commands that fit `typed`, in the order of their groups. */
export function useCommands(typed: string): Command[] {
  const text = useText()
  const navigate = useNavigate()
  const { isPractice } = useAppStatus()
  const own = useOwnCommands()
  // biome-ignore lint/correctness/useHookAtTopLevel: the pages are the same at every drawing, so the order of hooks is too.
  const ofPages = pages.flatMap((page) => page.useCommands?.(typed) ?? [])
  const toPages = pagesOf(isPractice).map(
    ({ path, title, icon }, index): Command => ({
      id: path,
      group: 'palette.pages',
      label: text(title),
      icon,
      ...(window.desktop && index < 7 && { keys: `Ctrl+${index + 1}` }),
      run: () => void navigate(path),
    }),
  )
  const words = typed.toLocaleLowerCase().trim()
  const all = [...toPages, ...ofPages.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)), ...own]
  // Those of a number are made of what was typed.
  const fitting = all.filter(
    ({ group, label }) => group === 'palette.numbers' || fits(label.toLocaleLowerCase(), words),
  )
  return fitting.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
}

/** The dialogs over every page, the keys, and Undo. */
function useOwnCommands(): Command[] {
  const text = useText()
  const show = useOverlay((state) => state.show)
  const canUndo = useToasts((state) => state.undo !== null)
  const group = 'palette.actions'
  return [
    ...dialogs.map(({ id, title, icon }) => ({ id, group, label: text(title), icon, run: () => show(id) }) as const),
    { id: 'help', group, label: text('action.help'), icon: Keyboard, keys: 'F1', run: () => show('help') },
    ...(canUndo
      ? [
          {
            id: 'undo',
            group,
            label: text('action.undo'),
            icon: Undo2,
            keys: 'Ctrl+Z',
            run: () => void undoLast(),
          } as const,
        ]
      : []),
  ]
}

/** Every word typed begins a word of the label, or its digits are within. */
function fits(label: string, typed: string): boolean {
  const digits = typed.replace(/\D/g, '')
  if (digits.length >= 4 && label.replace(/\D/g, '').includes(digits)) return true
  return typed.split(/\s+/).every((word) => label.startsWith(word) || label.includes(` ${word}`))
}
