// The history, as the frame knows it.
import { History } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Command, PageEntry } from '../client/page-entry.ts'
import { useText } from '../i18n/text.tsx'
import { typedNumber } from '../ui/phone/number.tsx'

export const page: PageEntry = {
  path: '/history',
  title: 'history.page',
  icon: History,
  group: 'group.follow',
  order: 60,
  useCommands,
  load: async () => (await import('./history-page.tsx')).HistoryPage,
}

function useCommands(typed: string): Command[] {
  const text = useText()
  const navigate = useNavigate()
  const of = typedNumber(typed)
  if (of === null) return []
  return [
    {
      id: 'history-of',
      group: 'palette.numbers',
      label: text('palette.history-of', { number: of.text }),
      icon: History,
      run: () => void navigate(`/history?q=${of.digits}`),
    },
  ]
}
