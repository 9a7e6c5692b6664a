// Asks before going back to a backup: what is lost from sight, what stays, and what must be looked at afterwards.
import type { Backup } from '@contract/backups.ts'
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { Confirm } from '../ui/overlay/confirm.tsx'

export function RestoreBackup({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const text = useText()
  const times = useTimes(0)
  const sentence = useRefusalText()
  const restore = useMutation({
    mutationFn: () => client.backups.restore({ name: backup.name }),
    onSuccess: onClose,
    onSettled: () => reread('backups', 'settings'),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={text('backups.ask', { when: `${times.day(backup.madeAt)}, ${times.clock(backup.madeAt)}` })}
      text={
        <span className="flex flex-col gap-2">
          <span>{text('backups.ask-lost')}</span>
          <span>{text('backups.ask-stays')}</span>
          <span>{text('backups.ask-then')}</span>
        </span>
      }
      verb={text('backups.restore')}
      keep={text('backups.ask-keep')}
      busy={restore.isPending}
      error={restore.error && sentence(restore.error)}
      onConfirm={() => restore.mutate()}
    />
  )
}
