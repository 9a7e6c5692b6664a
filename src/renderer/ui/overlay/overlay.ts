// Which dialog of the frame is open, by its name: the palette, the keys, the drawer of a narrow window, or one of the nouns'.
// Never two at once.
import { create } from 'zustand'

export const useOverlay = create<{ open: string | null; show: (name: string) => void; hide: () => void }>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  hide: () => set({ open: null }),
}))
