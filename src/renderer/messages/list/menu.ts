// What ⋯ and the right click offer for a message in a list: what can still be done with it, and its number.
import type { Message } from '@contract/messages.ts'
import { Copy, MessagesSquare, Send } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useText } from '../../i18n/text.tsx'
import type { MenuItem } from '../../ui/overlay/menu.tsx'
import type { MessageActions } from '../actions.ts'
import { allowedActions } from '../allowed-actions.ts'
import type { DeviceNames } from '../device-names.ts'
import { actionIcons } from '../panel/panel.tsx'

/** `const menu = useMessageMenu(actions, devices); menu(message)`. */
export function useMessageMenu(actions: MessageActions, devices: DeviceNames): (message: Message) => MenuItem[] {
  const text = useText()
  const navigate = useNavigate()
  return (message) => {
    const { number, status } = message
    const isPhone = /^\d+$/.test(number)
    const items: MenuItem[] = allowedActions(message, devices.get(message.sessionId) !== undefined).map((action) => ({
      label: text(`messages.action-${action}`),
      icon: actionIcons[action],
      onSelect: () => actions.run(action, message),
      ...(action === 'cancel' && { keys: 'Delete' }),
    }))
    if (items.length === 0 && status === 'processing')
      items.push({
        label: text('messages.action-cancel'),
        icon: actionIcons.cancel,
        onSelect: () => {},
        off: text('messages.going-out'),
      })
    if (items.length > 0) items.push({ kind: 'line' })
    if (isPhone)
      items.push({
        label: text('messages.copy-number'),
        icon: Copy,
        onSelect: () => void navigator.clipboard.writeText(`+${number}`).catch(() => undefined),
      })
    items.push({
      label: text('messages.with-number'),
      icon: MessagesSquare,
      onSelect: () => navigate(`/history?range=allTime&q=${encodeURIComponent(number)}`),
    })
    if (isPhone)
      items.push({ label: text('messages.write'), icon: Send, onSelect: () => navigate(`/send?to=${number}`) })
    return items
  }
}
