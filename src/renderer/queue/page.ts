// The queue, as the frame knows it: a badge with what waits, and the switch for all sending in the palette.
import { useMutation } from '@tanstack/react-query'
import { ListOrdered, Pause, Play } from 'lucide-react'
import { client } from '../client/client.ts'
import type { Command, PageEntry } from '../client/page-entry.ts'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'

export const page: PageEntry = {
  path: '/queue',
  title: 'queue.page',
  icon: ListOrdered,
  group: 'group.follow',
  order: 50,
  badge: {
    useCount: () => useOperation('queue', 'summary', {}).data?.waiting ?? 0,
    tone: 'plain',
    text: 'queue.badge',
  },
  useCommands,
  load: async () => (await import('./queue-page.tsx')).QueuePage,
}

function useCommands(): Command[] {
  const text = useText()
  const isPaused = useOperation('settings', 'get', {}).data?.settings.isPaused === true
  const pause = useMutation({ mutationFn: (next: boolean) => client.settings.update({ isPaused: next }) })
  return [
    {
      id: 'pause',
      group: 'palette.actions',
      order: 40,
      label: text(isPaused ? 'action.resume' : 'action.pause'),
      icon: isPaused ? Play : Pause,
      run: () => pause.mutate(!isPaused),
    },
  ]
}
