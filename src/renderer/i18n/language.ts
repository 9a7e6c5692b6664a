// The reader's language: the system's, unless another is chosen in the View menu. Kept on this PC.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Language {
  /** A language there are texts for, or 'system'. */
  language: string
  choose: (language: string) => void
}

export const useLanguage = create<Language>()(
  persist((set) => ({ language: 'system', choose: (language) => set({ language }) }), { name: 'dakiya.language' }),
)

/** The reader's tags, the chosen language's first, with their region if the system names one. */
export function preferredTags(choice: string, system: readonly string[]): readonly string[] {
  if (choice === 'system') return system
  return [...system.filter((tag) => tag.split('-')[0] === choice), choice, ...system]
}

/** A language by its own name: "English", "اردو". */
export function ownName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
}
