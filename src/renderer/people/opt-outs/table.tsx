// The numbers nobody writes to: how each came here and since when; taken off and put back where it stands.
import type { OptOut } from '@contract/opt-outs.ts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { PlainTable } from '../../ui/display/plain-table.tsx'
import { PhoneNumber, phoneText } from '../../ui/phone/number.tsx'
import { Time } from '../../ui/time/time.tsx'
import { optIn, optOut } from './change.ts'

interface OptOutTableProps {
  rows: readonly OptOut[]
  /** It was taken off here and now. */
  isAway: (row: OptOut) => boolean
  onTaken: (row: OptOut) => void
  say: (error: unknown) => void
}

export function OptOutTable({ rows, isAway, onTaken, say }: OptOutTableProps) {
  const text = useText()
  const [busy, setBusy] = useState<string | null>(null)
  const press = async (row: OptOut) => {
    if (busy !== null) return
    setBusy(row.number)
    say(null)
    try {
      await (isAway(row) ? optOut(`+${row.number}`) : optIn(`+${row.number}`))
      if (!isAway(row)) onTaken(row)
    } catch (error) {
      say(error)
    }
    setBusy(null)
  }
  return (
    <PlainTable
      name={text('opt-outs.title')}
      rows={rows}
      rowId={({ number }) => number}
      columns={[
        { id: 'number', head: text('opt-outs.number'), cell: ({ number }) => <PhoneNumber value={number} /> },
        {
          id: 'source',
          head: text('opt-outs.how'),
          cell: (row) => text(isAway(row) ? 'opt-outs.how-away' : `opt-outs.how-${row.source}`),
        },
        { id: 'at', head: text('opt-outs.since'), cell: ({ at }) => <Time at={at} /> },
        {
          id: 'off',
          head: text('opt-outs.actions'),
          hideHead: true,
          align: 'end',
          cell: (row) => (
            <Button
              small
              kind="quiet"
              busy={busy === row.number}
              aria-label={text(isAway(row) ? 'opt-outs.put-back-of' : 'opt-outs.take-off-of', {
                number: phoneText(row.number),
              })}
              onClick={() => void press(row)}
            >
              {text(isAway(row) ? 'opt-outs.put-back' : 'opt-outs.take-off')}
            </Button>
          ),
        },
      ]}
    />
  )
}
