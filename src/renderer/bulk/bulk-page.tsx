// Bulk send: a list, now. One page, three parts, all visible; nothing is stored before the button is pressed.
import { useEffect, useState } from 'react'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { useListDraft } from '../messages/compose/list-draft.ts'
import { Button } from '../ui/controls/button.tsx'
import { Page } from '../ui/page/page.tsx'
import { useBatch } from './batch/batch.ts'
import { BatchProgress } from './batch/progress.tsx'
import { QueueBar } from './batch/queue-bar.tsx'
import { type CheckedList, useCheckedList } from './check/checked-list.ts'
import { CheckSection } from './check/section.tsx'
import { readDraft, startOver } from './list/list.ts'
import { ListSection } from './list-section.tsx'
import { MessageSection } from './message-section.tsx'

export function BulkPage() {
  const batch = useBatch((state) => state.batch)
  return batch === null ? <BulkForm /> : <BatchProgress batch={batch} />
}

function BulkForm() {
  const text = useText()
  const undo = useUndo()
  const shown = useCheckedList()
  const { value } = useListDraft()
  const [isTextMissing, setTextMissing] = useState(false)
  const hasText = value.messageBy === 'column' || value.message.trim() !== ''
  useEffect(readDraft, [])
  const isBegun = shown.list.rows.length > 0 || value.paste !== '' || value.message !== '' || shown.list.file !== null
  return (
    <Page
      title={text('bulk.page')}
      answer={useAnswer(shown, hasText)}
      width="dashboard"
      actions={
        isBegun && (
          <Button kind="quiet" onClick={() => undo(text('bulk.started-over'), startOver())}>
            {text('bulk.start-over')}
          </Button>
        )
      }
    >
      <ListSection shown={shown} />
      <MessageSection shown={shown} error={isTextMissing && !hasText ? text('bulk.need-text') : null} />
      <CheckSection shown={shown} />
      <QueueBar shown={shown} onNeedText={() => setTextMissing(true)} />
    </Page>
  )
}

function useAnswer({ list, checked }: CheckedList, hasText: boolean): string {
  const text = useText()
  const { ready, toFix, unread } = checked
  if (list.isReading) return text('bulk.answer-reading')
  if (list.rows.length === 0) return text('bulk.answer-empty')
  if (list.columns.number === null) return text('bulk.answer-column')
  if (unread > 0) return text('bulk.answer-checking', { total: list.rows.length, left: unread })
  if (!hasText) return text('bulk.answer-unwritten', { ready: ready.length, fix: toFix.length })
  return text('bulk.answer', { ready: ready.length, fix: toFix.length }).trim()
}
