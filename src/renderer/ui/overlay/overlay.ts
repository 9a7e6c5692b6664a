// Which of the frame's own dialogs is open: the palette, the keys, the drawer of a narrow window. Never two at once.
import { create } from 'zustand'

type Overlay = 'palette' | 'help' | 'backups' | 'opt-outs' | 'keeping' | 'erase' | 'drawer'

export const useOverlay = create<{ open: Overlay | null; show: (overlay: Overlay) => void; hide: () => void }>()(
  (set) => ({
    open: null,
    show: (open) => set({ open }),
    hide: () => set({ open: null }),
  }),
)
