// All sending, paused and let go on. While it is paused the app's banner says so on every page.
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Switch } from '../ui/controls/choice.tsx'

export function PauseSwitch({ say }: { say: (problem: string | null) => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const settings = useOperation('settings', 'get', {}).data?.settings
  const change = useMutation({
    mutationFn: (isPaused: boolean) => client.settings.update({ isPaused }),
    onMutate: () => say(null),
    onError: (error) => say(sentence(error)),
  })
  if (settings === undefined) return null
  return (
    <Switch
      label={text('queue.pause')}
      checked={change.isPending ? change.variables : settings.isPaused}
      busy={change.isPending}
      onChange={(isPaused) => change.mutate(isPaused)}
    />
  )
}
