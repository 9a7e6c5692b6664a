// The columns of the history, what stands in a row's second line, and the same facts where the window is narrow.
import type { Message } from '@contract/messages.ts'
import { type ReactNode, useMemo } from 'react'
import { useText } from '../i18n/text.tsx'
import type { DeviceNames } from '../messages/device-names.ts'
import { MessageLine } from '../messages/list/line.tsx'
import { MessagePill, messageState } from '../messages/state.tsx'
import { PhoneNumber } from '../ui/phone/number.tsx'
import type { CompactRow } from '../ui/table/cells.tsx'
import type { TableColumn } from '../ui/table/columns.ts'
import { Time } from '../ui/time/time.tsx'

export function useHistoryColumns(devices: DeviceNames): readonly TableColumn<Message>[] {
  const text = useText()
  return useMemo(() => {
    const time = (id: string, head: string, at: (row: Message) => number | null): TableColumn<Message> => ({
      id,
      head,
      width: 120,
      isHidden: true,
      cell: (row) => timeOf(at(row)),
    })
    return [
      { id: 'to', head: text('history.to'), width: 164, cell: (row) => <PhoneNumber value={row.number} /> },
      {
        id: 'message',
        head: text('history.message'),
        width: 150,
        grow: 1,
        cell: (row) => <MessageLine message={row} />,
      },
      { id: 'status', head: text('history.status'), width: 160, cell: (row) => <MessagePill message={row} /> },
      { id: 'from', head: text('history.from'), width: 152, cell: (row) => <bdi>{devices.nameOf(row.sessionId)}</bdi> },
      { ...time('sent', text('history.sent'), lastAt), isHidden: false },
      time('queued', text('history.queued'), (row) => row.createdAt),
      time('delivered', text('history.delivered'), (row) => row.deliveredAt),
      time('read', text('history.read'), (row) => row.readAt),
      {
        id: 'by',
        head: text('history.queued-by'),
        width: 120,
        isHidden: true,
        cell: (row) => <bdi>{row.queuedBy === 'page' ? text('history.by-you') : row.queuedBy}</bdi>,
      },
    ]
  }, [text, devices])
}

export function compactHistoryRow(row: Message): CompactRow {
  return {
    title: <PhoneNumber value={row.number} />,
    time: timeOf(lastAt(row)),
    text: <MessageLine message={row} />,
    status: <MessagePill message={row} />,
  }
}

/** Why it failed, or what is not known of it. */
export function secondLine(row: Message, sentence: (message: Message) => string): ReactNode {
  const { name } = messageState(row)
  return name === 'failed' || name === 'unconfirmed' ? <span className="text-ink-2">{sentence(row)}</span> : null
}

/** When it was sent; of what was not, when it ended. */
const lastAt = (row: Message) => row.sentAt ?? row.endedAt

const timeOf = (at: number | null) => (at === null ? '–' : <Time at={at} />)
