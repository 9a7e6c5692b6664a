// The columns of the queue, and the same facts in two lines where the window is narrow.
import type { Message } from '@contract/messages.ts'
import { useMemo } from 'react'
import { useText } from '../i18n/text.tsx'
import type { DeviceNames } from '../messages/device-names.ts'
import { MessageLine } from '../messages/list/line.tsx'
import { PhoneNumber } from '../ui/phone/number.tsx'
import type { CompactRow } from '../ui/table/cells.tsx'
import type { TableColumn } from '../ui/table/columns.ts'
import { Time } from '../ui/time/time.tsx'
import { WaitingReason } from './waiting-reason.tsx'

/** @param nowOf a row as it is now, which may have left the queue */
export function useQueueColumns(
  devices: DeviceNames,
  nowOf: (row: Message) => Message,
): readonly TableColumn<Message>[] {
  const text = useText()
  return useMemo(
    () => [
      { id: 'to', head: text('queue.to'), width: 164, cell: (row) => <PhoneNumber value={row.number} /> },
      { id: 'message', head: text('queue.message'), width: 150, grow: 1, cell: (row) => <MessageLine message={row} /> },
      { id: 'from', head: text('queue.from'), width: 152, cell: (row) => <bdi>{devices.nameOf(row.sessionId)}</bdi> },
      { id: 'leaves', head: text('queue.leaves'), width: 124, cell: (row) => <Leaves message={nowOf(row)} /> },
      {
        id: 'waits',
        head: text('queue.waits-for'),
        width: 200,
        cell: (row) => <WaitingReason message={nowOf(row)} devices={devices} />,
      },
      {
        id: 'queued',
        head: text('queue.queued'),
        width: 120,
        isHidden: true,
        cell: (row) => <Time at={row.createdAt} />,
      },
      {
        id: 'by',
        head: text('queue.queued-by'),
        width: 120,
        isHidden: true,
        cell: (row) => <bdi>{row.queuedBy === 'page' ? text('queue.by-you') : row.queuedBy}</bdi>,
      },
    ],
    [text, devices, nowOf],
  )
}

export function compactQueueRow(row: Message, devices: DeviceNames): CompactRow {
  return {
    title: <PhoneNumber value={row.number} />,
    time: <Leaves message={row} />,
    text: <MessageLine message={row} />,
    status: <WaitingReason message={row} devices={devices} />,
  }
}

function Leaves({ message }: { message: Message }) {
  if (message.status !== 'pending' || message.estimatedAt === null) return '–'
  return <Time at={message.estimatedAt} as="future" />
}
