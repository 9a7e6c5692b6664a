// API keys, as the frame knows them.
import { KeyRound } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Command, PageEntry } from '../client/page-entry.ts'
import { useText } from '../i18n/text.tsx'

export const page: PageEntry = {
  path: '/api-keys',
  title: 'keys.page',
  icon: KeyRound,
  group: 'group.programs',
  order: 70,
  useCommands,
  load: async () => (await import('./keys-page.tsx')).KeysPage,
}

function useCommands(): Command[] {
  const text = useText()
  const navigate = useNavigate()
  return [
    {
      id: 'new-key',
      group: 'palette.actions',
      order: 30,
      label: text('action.new-key'),
      icon: KeyRound,
      run: () => void navigate('/api-keys?new=1'),
    },
  ]
}
