// Bulk send: a list, now. One page, three parts, all visible; nothing is stored before the button is pressed.
import { useEffect, useState } from 'react'
import { useUndo } from '../shell/undo.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'
import { useBatch } from './batch.ts'
import { CheckPart } from './check-part.tsx'
import { type CheckedList, useChecked } from './checked.ts'
import { startOver, takePaste, useBulkDraft, useList } from './list.ts'
import { MessagePart } from './message-part.tsx'
import { PeoplePart } from './people-part.tsx'
import { BulkProgress } from './progress.tsx'
import { QueueBar } from './queue-bar.tsx'

export function BulkPage() {
  const batch = useBatch((state) => state.batch)
  return batch === null ? <BulkForm /> : <BulkProgress batch={batch} />
}

function BulkForm() {
  const text = useText()
  const undo = useUndo()
  const shown = useChecked()
  const { value } = useBulkDraft()
  const [isTextMissing, setTextMissing] = useState(false)
  const hasText = value.messageBy === 'column' || value.message.trim() !== ''
  useKeptPaste()
  const isBegun = shown.list.rows.length > 0 || value.paste !== '' || value.message !== '' || shown.list.file !== null
  return (
    <Page
      title={text('page.bulk')}
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
      <PeoplePart shown={shown} />
      <MessagePart shown={shown} error={isTextMissing && !hasText ? text('bulk.need-text') : null} />
      <CheckPart shown={shown} />
      <QueueBar shown={shown} onNeedText={() => setTextMissing(true)} />
    </Page>
  )
}

/** What was pasted before a restart is read again. */
function useKeptPaste(): void {
  useEffect(() => {
    const { paste } = useBulkDraft.getState().value
    const { rows, file, isReading } = useList.getState()
    if (paste !== '' && rows.length === 0 && file === null && !isReading) takePaste(paste)
  }, [])
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
