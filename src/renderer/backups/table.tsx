// The backups, newest first: when each was made, what for, how large it is, and the way back to it.
import type { Backup } from '@contract/backups.ts'
import { useMemo } from 'react'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { Button } from '../ui/controls/button.tsx'
import { type PlainColumn, PlainTable } from '../ui/display/plain-table.tsx'
import { Time } from '../ui/time/time.tsx'

interface BackupTableProps {
  backups: readonly Backup[]
  onRestore: (backup: Backup) => void
}

export function BackupTable({ backups, onRestore }: BackupTableProps) {
  const text = useText()
  const { bytes } = useFormats()
  const times = useTimes(0)
  const columns = useMemo<readonly PlainColumn<Backup>[]>(
    () => [
      { id: 'made', head: text('backups.made'), cell: ({ madeAt }) => <Time at={madeAt} as="past" /> },
      { id: 'kind', head: text('backups.kind'), cell: ({ kind }) => text(`backups.kind-${kind}`) },
      { id: 'size', head: text('backups.size'), align: 'end', cell: (row) => bytes(row.bytes) },
      {
        id: 'restore',
        head: text('backups.actions'),
        hideHead: true,
        align: 'end',
        cell: (row) => (
          <Button
            small
            aria-label={text('backups.restore-of', { when: `${times.day(row.madeAt)} ${times.clock(row.madeAt)}` })}
            onClick={() => onRestore(row)}
          >
            {text('backups.restore')}
          </Button>
        ),
      },
    ],
    [text, bytes, times, onRestore],
  )
  return <PlainTable name={text('backups.title')} columns={columns} rows={backups} rowId={({ name }) => name} />
}
