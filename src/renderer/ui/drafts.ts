// Drafts: what somebody has typed and not yet sent. They survive navigation and restart; nothing typed is ever lost.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface DraftStore<T> {
  value: T
  /** Changes some parts of the draft. */
  change: (part: Partial<T>) => void
  clear: () => void
}

/**
 * A draft under a name of its own; make it once beside the page's state, not in a component.
 * `const useSendDraft = createDraft('send', { number: '', message: '' })`, then `const { value, change, clear } = useSendDraft()`.
 * Only what JSON can hold; a form that gains fields later fills them from `empty`.
 */
export function createDraft<T extends object>(name: string, empty: T) {
  return create<DraftStore<T>>()(
    persist(
      (set) => ({
        value: empty,
        change: (part) => set((old) => ({ value: { ...old.value, ...part } })),
        clear: () => set({ value: empty }),
      }),
      {
        name: `dakiya.draft.${name}`,
        partialize: ({ value }) => ({ value }),
        merge: (kept, now) => ({ ...now, value: { ...empty, ...(kept as Partial<DraftStore<T>> | undefined)?.value } }),
      },
    ),
  )
}
