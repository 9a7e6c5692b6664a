// Asks before the practice network forgets everything: links, talks and faults.
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Confirm } from '../ui/overlay/confirm.tsx'
import { toast } from '../ui/overlay/toast.tsx'

export function ResetPractice({ onClose }: { onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const reset = useMutation({
    mutationFn: () => client.practice.reset({}),
    onSuccess: () => {
      toast(text('practice.reset-done'))
      reread('practice')
      onClose()
    },
  })
  return (
    <Confirm
      open
      title={text('practice.reset-title')}
      text={text('practice.reset-text')}
      verb={text('practice.reset')}
      onConfirm={() => reset.mutate()}
      onClose={onClose}
      busy={reset.isPending}
      error={reset.error && sentence(reset.error)}
    />
  )
}
