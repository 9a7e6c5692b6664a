// What the palette offers: pages, actions, then devices and numbers that fit what was typed.
import { useMutation } from '@tanstack/react-query'
import {
  Archive,
  Ban,
  CalendarClock,
  History,
  Keyboard,
  KeyRound,
  Link2,
  type LucideIcon,
  Pause,
  Play,
  Send,
  Smartphone,
  Undo2,
  UserRoundX,
} from 'lucide-react'
import { useNavigate } from 'react-router'
import { client } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'
import { type TextId, useText } from '../../i18n/text.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { undoLast, useToasts } from '../../ui/overlay/toast.tsx'
import { phoneText } from '../../ui/phone/number.tsx'
import { pagesOf } from '../pages.ts'
import { useAppStatus } from '../status.ts'

export interface Command {
  id: string
  group: Extract<TextId, `palette.${string}`>
  label: string
  icon: LucideIcon
  keys?: string
  run: () => void
}

/** The commands that fit `typed`, in the order of their groups. */
export function useCommands(typed: string): Command[] {
  const text = useText()
  const navigate = useNavigate()
  const { devices, isPractice } = useAppStatus()
  const canUndo = useToasts((state) => state.undo !== null)
  const isPaused = useOperation('settings', 'get', {}).data?.settings.isPaused === true
  const pause = useMutation({ mutationFn: (next: boolean) => client.settings.update({ isPaused: next }) })
  const show = useOverlay((state) => state.show)
  const go = (to: string) => () => void navigate(to)

  const fixed: Command[] = pagesOf(isPractice).map(({ path, title, icon }, index) => ({
    id: path,
    group: 'palette.pages',
    label: text(title),
    icon,
    ...(window.desktop && index < 7 && { keys: `Ctrl+${index + 1}` }),
    run: go(path),
  }))
  const action = (id: TextId, icon: LucideIcon, run: () => void, keys?: string): Command => ({
    id,
    group: 'palette.actions',
    label: text(id),
    icon,
    run,
    ...(keys && { keys }),
  })
  fixed.push(
    action('action.send', Send, go('/send'), window.desktop && 'Ctrl+N'),
    action('action.link', Link2, go('/devices?link=new')),
    action('action.new-key', KeyRound, go('/api-keys?new=1')),
    isPaused
      ? action('action.resume', Play, () => pause.mutate(false))
      : action('action.pause', Pause, () => pause.mutate(true)),
    action('opt-outs.title', Ban, () => show('opt-outs')),
    action('erase.title', UserRoundX, () => show('erase')),
    action('privacy.title', CalendarClock, () => show('keeping')),
    action('backups.title', Archive, () => show('backups')),
    action('action.help', Keyboard, () => show('help'), 'F1'),
  )
  if (canUndo) fixed.push(action('action.undo', Undo2, () => void undoLast(), 'Ctrl+Z'))
  for (const device of devices ?? [])
    fixed.push({
      id: device.sessionId,
      group: 'palette.devices',
      label: device.number === null ? device.name : `${device.name} · ${phoneText(device.number)}`,
      icon: Smartphone,
      run: go(`/devices?device=${encodeURIComponent(device.sessionId)}`),
    })
  const words = typed.toLocaleLowerCase().trim()
  const fitting = fixed.filter(({ label }) => fits(label.toLocaleLowerCase(), words))
  return [...fitting, ...numberCommands(typed)]

  function numberCommands(query: string): Command[] {
    const digits = query.replace(/[\s()+.-]/g, '').replace(/^00/, '')
    if (!/^\d{4,15}$/.test(digits)) return []
    const number = digits.length >= 8 ? phoneText(digits) : digits
    const group = 'palette.numbers'
    return [
      { id: 'to', group, label: text('palette.send-to', { number }), icon: Send, run: go(`/send?to=${digits}`) },
      {
        id: 'of',
        group,
        label: text('palette.history-of', { number }),
        icon: History,
        run: go(`/history?q=${digits}`),
      },
    ]
  }
}

/** Every word typed begins a word of the label, or its digits are within. */
function fits(label: string, typed: string): boolean {
  const digits = typed.replace(/\D/g, '')
  if (digits.length >= 4 && label.replace(/\D/g, '').includes(digits)) return true
  return typed.split(/\s+/).every((word) => label.startsWith(word) || label.includes(` ${word}`))
}
