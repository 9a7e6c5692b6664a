// What ⋯ and the right click offer for a message in a list: the ways it can still go, and its number.
import type { Message } from '@contract/messages.ts'
import { Copy, MessagesSquare, Send } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useText } from '../../i18n/text.tsx'
import type { MenuItem } from '../../ui/overlay/menu.tsx'
import type { MessageActions } from '../actions.ts'
import type { DeviceNames } from '../device-names.ts'
import { wayIcons } from '../panel/message-panel.tsx'
import { waysOf } from '../way.ts'

/** `const menu = useMessageMenu(actions, devices); menu(message)`. */
export function useMessageMenu(actions: MessageActions, devices: DeviceNames): (message: Message) => MenuItem[] {
  const text = useText()
  const navigate = useNavigate()
  return (message) => {
    const { number, status } = message
    const isPhone = /^\d+$/.test(number)
    const items: MenuItem[] = waysOf(message, devices.get(message.sessionId) !== undefined).map((way) => ({
      label: text(`message.way-${way}`),
      icon: wayIcons[way],
      onSelect: () => actions.go(way, message),
      ...(way === 'cancel' && { keys: 'Delete' }),
    }))
    if (items.length === 0 && status === 'processing')
      items.push({
        label: text('message.way-cancel'),
        icon: wayIcons.cancel,
        onSelect: () => {},
        off: text('message.going-out'),
      })
    if (items.length > 0) items.push({ kind: 'line' })
    if (isPhone)
      items.push({
        label: text('message.copy-number'),
        icon: Copy,
        onSelect: () => void navigator.clipboard.writeText(`+${number}`).catch(() => undefined),
      })
    items.push({
      label: text('message.with-number'),
      icon: MessagesSquare,
      onSelect: () => navigate(`/history?range=allTime&q=${encodeURIComponent(number)}`),
    })
    if (isPhone)
      items.push({ label: text('message.write'), icon: Send, onSelect: () => navigate(`/send?to=${number}`) })
    return items
  }
}
