// Backups: what there is to go back to, one more at once, and the question before going back. It lies over every page.
import type { Backup } from '@contract/backups.ts'
import { useMutation } from '@tanstack/react-query'
import { Archive } from 'lucide-react'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread, useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { ltr, useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { useOverlay } from '../ui/overlay/overlay.ts'
import { Banner } from '../ui/page/banner.tsx'
import { Empty, Failure } from '../ui/page/empty.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { RestoreBackup } from './restore.tsx'
import { BackupTable } from './table.tsx'

export function BackupsDialog() {
  const text = useText()
  const sentence = useRefusalText()
  const hide = useOverlay((state) => state.hide)
  const [asked, ask] = useState<Backup | null>(null)
  const list = useOperation('backups', 'list', {}, { refetchInterval: 5_000 })
  const make = useMutation({
    mutationFn: () => client.backups.make({}),
    onSettled: () => reread('backups'),
  })
  const keep = useMutation({
    mutationFn: () => client.backups.keep({}),
    onSettled: () => reread('backups'),
  })
  // Never two dialogs at once: the question takes the list's place.
  if (asked !== null) return <RestoreBackup backup={asked} onClose={() => ask(null)} />
  const refused = make.error ?? keep.error
  const isRestoring = list.data?.restoring === true
  const problem = list.data?.problem ?? null
  return (
    <Dialog
      open
      wide
      onClose={hide}
      title={text('backups.title')}
      description={text('backups.text')}
      actions={
        <>
          <Button onClick={hide}>{text('backups.close')}</Button>
          <Button
            kind="primary"
            icon={Archive}
            busy={make.isPending || list.data?.isRunning === true}
            onClick={() => !make.isPending && make.mutate()}
          >
            {text('backups.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {isRestoring && (
          <Banner
            tone="caution"
            action={
              <Button small busy={keep.isPending} onClick={() => !keep.isPending && keep.mutate()}>
                {text('backups.take-back')}
              </Button>
            }
          >
            {text('backups.restoring')}
          </Banner>
        )}
        {!isRestoring && problem !== null && !make.error && (
          <Banner tone="caution">{text(`backups.problem-${problem}`)}</Banner>
        )}
        <FieldError error={refused && sentence(refused)} />
        <Loaded
          value={list.data}
          lines={4}
          failure={
            list.error && (
              <Failure onRetry={() => void list.refetch()} isRetrying={list.isFetching} detail={sentence(list.error)} />
            )
          }
        >
          {({ backups, folder }) =>
            backups.length === 0 ? (
              <Empty icon={Archive} title={text('backups.empty')} text={text('backups.empty-then')} />
            ) : (
              <>
                <BackupTable backups={backups} onRestore={ask} />
                <p className="text-pill text-ink-2 wrap-anywhere">{text('backups.folder', { folder: ltr(folder) })}</p>
              </>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  )
}
