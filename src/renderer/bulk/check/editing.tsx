// A cell that can be edited where it stands: Enter keeps what was typed, Escape leaves it as it was.
import { type KeyboardEvent, useState } from 'react'
import { create } from 'zustand'
import { controlEdge } from '../../ui/controls/text-input.tsx'
import { cx } from '../../ui/cx.ts'
import { editCell } from '../list/list.ts'

interface Editing {
  /** The place of the row, and the column of the cell. One at a time. */
  cell: { index: number; column: number } | null
  begin: (index: number, column: number) => void
  end: () => void
}

/** Which cell is being edited. */
export const useEditing = create<Editing>()((set) => ({
  cell: null,
  begin: (index, column) => set({ cell: { index, column } }),
  end: () => set({ cell: null }),
}))

interface EditableCellProps {
  index: number
  column: number
  value: string
  /** What stands there while nobody edits it. */
  shown: string
  /** "Fix Mobile on line 7" */
  name: string
  isPhone: boolean
}

export function EditableCell(props: EditableCellProps) {
  const { index, column, shown, isPhone } = props
  const isOpen = useEditing(({ cell }) => cell?.index === index && cell.column === column)
  return isOpen ? <Editor {...props} /> : <bdi dir={isPhone ? 'ltr' : 'auto'}>{shown === '' ? '–' : shown}</bdi>
}

function Editor({ index, column, value, name, isPhone }: EditableCellProps) {
  const end = useEditing((state) => state.end)
  const [typed, setTyped] = useState(value)
  const keep = () => {
    end()
    if (typed.trim() !== value) editCell(index, column, typed)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    const cell = event.currentTarget.closest<HTMLElement>('[data-column]')
    if (event.key === 'Enter') keep()
    else end()
    cell?.focus()
  }
  return (
    <input
      ref={(input) => {
        if (input === null || document.activeElement === input) return
        input.focus()
        input.select()
      }}
      type="text"
      dir={isPhone ? 'ltr' : 'auto'}
      aria-label={name}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={press}
      onBlur={keep}
      className={cx(controlEdge, 'ring-inside h-8 w-full min-w-0 px-2')}
    />
  )
}
