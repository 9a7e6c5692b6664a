// What ⋯ and the right click offer for a device.
import type { Device } from '@contract/devices.ts'
import { History, Link2, LogOut, Pause, Pencil, Play, RotateCw, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useText } from '../i18n/text.tsx'
import type { MenuItem } from '../ui/overlay/menu.tsx'
import type { DeviceActions } from './actions.ts'

/** What can be opened over the cards for a device. */
export type DeviceTask = 'rename' | 'limits' | 'log-out' | 'remove'

interface MenuActions {
  actions: DeviceActions
  onLink: () => void
  onTask: (kind: DeviceTask) => void
}

export function useDeviceMenu(device: Device, { actions, onLink, onTask }: MenuActions): MenuItem[] {
  const text = useText()
  const navigate = useNavigate()
  const { status, isPaused, sessionId } = device
  const isUnlinked = status === 'new' || status === 'logged-out' || status === 'linking'
  return [
    ...(isUnlinked
      ? [{ label: text('devices.menu-link'), icon: Link2, onSelect: onLink }]
      : [
          {
            label: text(isPaused ? 'devices.menu-resume' : 'devices.menu-pause'),
            icon: isPaused ? Play : Pause,
            onSelect: () => actions.setPaused(!isPaused),
          },
          { label: text('devices.menu-restart'), icon: RotateCw, onSelect: () => actions.restart() },
        ]),
    { kind: 'line' },
    { label: text('devices.menu-rename'), icon: Pencil, onSelect: () => onTask('rename') },
    { label: text('devices.menu-limits'), icon: SlidersHorizontal, onSelect: () => onTask('limits') },
    {
      label: text('devices.menu-history'),
      icon: History,
      onSelect: () => navigate(`/history?device=${encodeURIComponent(sessionId)}`),
    },
    { kind: 'line' },
    ...(isUnlinked ? [] : [{ label: text('devices.menu-logout'), icon: LogOut, onSelect: () => onTask('log-out') }]),
    { label: text('devices.menu-remove'), icon: Trash2, onSelect: () => onTask('remove'), danger: true },
  ]
}
