// Asks before a key is refused for good: programs that use it stop at once, and nothing brings it back.
import type { Key } from '@contract/keys.ts'
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Confirm } from '../ui/overlay/confirm.tsx'

export function RevokeKey({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const revoke = useMutation({
    mutationFn: () => client.keys.revoke({ id: apiKey.id }),
    onSuccess: () => {
      reread('keys')
      onClose()
    },
  })
  return (
    <Confirm
      open
      title={text('keys.revoke-question', { name: apiKey.name })}
      text={text('keys.revoke-text')}
      verb={text('keys.revoke')}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
      busy={revoke.isPending}
      error={revoke.error && sentence(revoke.error)}
    />
  )
}
