// What can be done with a row: edit it where it stands, leave it out, put it back, send a duplicate all the same.
import { Ban, Copy, Pencil, Undo2, X } from 'lucide-react'
import { useUndo } from '../../client/undo.ts'
import { useText } from '../../i18n/text.tsx'
import { OPT_OUTS } from '../../people/opt-outs/dialog.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { afterFocusReturns } from '../../ui/overlay/focus-return.ts'
import type { MenuItem } from '../../ui/overlay/menu.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { allow, leaveOut, putBack, useList } from '../list/list.ts'
import type { CheckedRow } from './check.ts'
import { useEditing } from './editing.tsx'

/** Leaves rows out, with a way back. */
export function useLeaveOut(): (rows: readonly CheckedRow[]) => void {
  const text = useText()
  const undo = useUndo()
  return (rows) => {
    const indexes = rows.map(({ index }) => index)
    leaveOut(indexes)
    undo(text('bulk.left-out', { count: indexes.length }), () => putBack(indexes))
  }
}

export function RowActions({ row }: { row: CheckedRow }) {
  const text = useText()
  const leave = useLeaveOut()
  const begin = useEditing((state) => state.begin)
  const isLeftOut = useList(({ leftOut }) => leftOut.has(row.index))
  if (isLeftOut)
    return (
      <Button small kind="quiet" onClick={() => putBack([row.index])}>
        {text('bulk.put-back')}
      </Button>
    )
  const column = row.problem?.column ?? null
  return (
    <span className="flex justify-end gap-2">
      {row.problem?.kind === 'duplicate' ? (
        <Button small onClick={() => allow(row.index)}>
          {text('bulk.send-both')}
        </Button>
      ) : (
        column !== null && (
          <Button small onClick={() => begin(row.index, column)}>
            {text('bulk.fix')}
          </Button>
        )
      )}
      <Button small kind="quiet" onClick={() => leave([row])}>
        {text('bulk.leave-out')}
      </Button>
    </span>
  )
}

/** The same behind ⋯ and the right click, for narrow windows too. */
export function useRowMenu(): (row: CheckedRow) => MenuItem[] {
  const text = useText()
  const leave = useLeaveOut()
  return (row) => {
    const { index, problem } = row
    if (useList.getState().leftOut.has(index))
      return [{ label: text('bulk.put-back'), icon: Undo2, onSelect: () => putBack([index]) }]
    const column = problem?.column ?? useList.getState().columns.number
    return [
      ...(column === null
        ? []
        : [
            {
              label: text('bulk.fix'),
              icon: Pencil,
              onSelect: () => afterFocusReturns(() => useEditing.getState().begin(index, column)),
            },
          ]),
      ...(problem?.kind === 'duplicate'
        ? [{ label: text('bulk.send-both'), icon: Copy, onSelect: () => allow(index) }]
        : []),
      ...(problem?.kind === 'opted-out'
        ? [{ label: text('opt-outs.see'), icon: Ban, onSelect: () => useOverlay.getState().show(OPT_OUTS) }]
        : []),
      { label: text('bulk.leave-out'), icon: X, onSelect: () => leave([row]) },
    ]
  }
}
