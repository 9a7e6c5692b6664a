// The question before a person is erased: what goes, what is cancelled, what becomes of the backups, and what stays.
import type { Outputs } from '@contract/index.ts'
import { useMutation } from '@tanstack/react-query'
import { client } from '../../client/client.ts'
import { reread } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Confirm } from '../../ui/overlay/confirm.tsx'
import { toast } from '../../ui/overlay/toast.tsx'
import { phoneText } from '../../ui/phone/number.tsx'
import { resetAfterErasure } from './erasures.ts'

interface EraseConfirmProps {
  kept: Outputs['numbers']['kept']
  onClose: () => void
  onErased?: () => void
}

export function EraseConfirm({ kept, onClose, onErased }: EraseConfirmProps) {
  const text = useText()
  const sentence = useRefusalText()
  const number = phoneText(kept.number)
  const erase = useMutation({
    // Only what the question named: what was queued meanwhile refuses it.
    mutationFn: () => client.numbers.erase({ number: `+${kept.number}`, cancelWaiting: kept.waiting > 0 }),
    onSuccess: ({ backupsLeft, restartNeeded }) => {
      const left = backupsLeft > 0 ? 'erase.done-left' : restartNeeded ? 'erase.done-restart' : 'erase.done'
      toast(text(left, { number, count: backupsLeft }))
      onClose()
      onErased?.()
      resetAfterErasure()
    },
    onSettled: () => reread('backups', 'optOuts', 'queue', 'devices'),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={text('erase.ask', { number })}
      text={
        <span className="flex flex-col gap-2">
          <span>{text('erase.ask-messages', { count: kept.messages })}</span>
          {kept.waiting > 0 && <span>{text('erase.ask-waiting', { count: kept.waiting })}</span>}
          {kept.backups > 0 && <span>{text('erase.ask-backups', { count: kept.backups })}</span>}
          {kept.isOptedOut && <span>{text('erase.ask-opted-out')}</span>}
          {kept.putAside > 0 && <span>{text('erase.ask-aside')}</span>}
          <span>{text('erase.ask-stays')}</span>
        </span>
      }
      verb={text('erase.erase')}
      keep={text('erase.keep')}
      busy={erase.isPending}
      error={erase.error && sentence(erase.error)}
      onConfirm={() => !erase.isPending && erase.mutate()}
    />
  )
}
