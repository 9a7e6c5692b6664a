// Which cell is being edited; one at a time.
import { create } from 'zustand'

interface Editing {
  /** The place of the row, and the column of the cell. */
  cell: { index: number; column: number } | null
  begin: (index: number, column: number) => void
  end: () => void
}

export const useEditing = create<Editing>()((set) => ({
  cell: null,
  begin: (index, column) => set({ cell: { index, column } }),
  end: () => set({ cell: null }),
}))
