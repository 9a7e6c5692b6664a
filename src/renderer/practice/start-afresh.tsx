// Asks before the practice network forgets everything: links, talks and faults.
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal-text.ts'
import { useText } from '../i18n/text.tsx'
import { Confirm } from '../ui/overlay/confirm.tsx'
import { toast } from '../ui/overlay/toast.tsx'

export function StartAfresh({ onClose }: { onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const reset = useMutation({
    mutationFn: () => client.practice.reset({}),
    onSuccess: () => {
      toast(text('practice.afresh-done'))
      reread('practice')
      onClose()
    },
  })
  return (
    <Confirm
      open
      title={text('practice.afresh-title')}
      text={text('practice.afresh-text')}
      verb={text('practice.afresh')}
      onConfirm={() => reset.mutate()}
      onClose={onClose}
      busy={reset.isPending}
      error={reset.error && sentence(reset.error)}
    />
  )
}
