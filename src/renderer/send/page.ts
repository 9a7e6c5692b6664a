// Send, as the frame knows it.
import { Send } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Command, PageEntry } from '../client/page-entry.ts'
import { useText } from '../i18n/text.tsx'
import { typedNumber } from '../ui/phone/number.tsx'

export const page: PageEntry = {
  path: '/send',
  title: 'send.page',
  icon: Send,
  group: 'group.send',
  order: 30,
  desktopKeys: 'Control+N',
  useCommands,
  load: async () => (await import('./send-page.tsx')).SendPage,
}

function useCommands(typed: string): Command[] {
  const text = useText()
  const navigate = useNavigate()
  const to = typedNumber(typed)
  return [
    {
      id: 'send',
      group: 'palette.actions',
      order: 10,
      label: text('action.send'),
      icon: Send,
      ...(window.desktop && { keys: 'Ctrl+N' }),
      run: () => void navigate('/send'),
    },
    ...(to === null
      ? []
      : [
          {
            id: 'send-to',
            group: 'palette.numbers',
            label: text('palette.send-to', { number: to.text }),
            icon: Send,
            run: () => void navigate(`/send?to=${to.digits}`),
          } as const,
        ]),
  ]
}
