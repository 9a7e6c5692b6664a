// Which cell is being mended; one at a time.
import { create } from 'zustand'

interface Mending {
  /** The place of the row, and the column of the cell. */
  cell: { index: number; column: number } | null
  begin: (index: number, column: number) => void
  end: () => void
}

export const useMending = create<Mending>()((set) => ({
  cell: null,
  begin: (index, column) => set({ cell: { index, column } }),
  end: () => set({ cell: null }),
}))
