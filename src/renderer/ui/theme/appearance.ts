// What the View menu sets: theme, density, text size, Urdu's letters. Kept on this PC; `followAppearance` writes it on <html>.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'light' | 'dark' | 'contrast-light' | 'contrast-dark'
export type ThemeChoice = 'system' | Theme
export type Density = 'comfortable' | 'compact'
export type TextSize = '14' | '16' | '18'

interface Appearance {
  theme: ThemeChoice
  density: Density
  text: TextSize
  nastaliq: boolean
  set: (change: Partial<Pick<Appearance, 'theme' | 'density' | 'text' | 'nastaliq'>>) => void
}

export const useAppearance = create<Appearance>()(
  persist(
    (set) => ({ theme: 'system', density: 'comfortable', text: '14', nastaliq: false, set: (change) => set(change) }),
    { name: 'dakiya.appearance' },
  ),
)

/** The theme that a choice means on a system that prefers dark, or more contrast. */
export function resolveTheme(choice: ThemeChoice, system: { dark: boolean; contrast: boolean }): Theme {
  if (choice !== 'system') return choice
  if (system.contrast) return system.dark ? 'contrast-dark' : 'contrast-light'
  return system.dark ? 'dark' : 'light'
}

/** Keeps <html> true to the choice and to the system; call once before the first paint. Returns how to stop it. */
export function followAppearance(root: HTMLElement = document.documentElement): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const apply = () => {
    const { theme, density, text, nastaliq } = useAppearance.getState()
    root.dataset.theme = resolveTheme(theme, { dark: dark.matches, contrast: contrast.matches })
    root.dataset.density = density
    root.dataset.text = text
    root.dataset.nastaliq = nastaliq ? 'on' : 'off'
  }
  apply()
  dark.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  const stop = useAppearance.subscribe(apply)
  return () => {
    dark.removeEventListener('change', apply)
    contrast.removeEventListener('change', apply)
    stop()
  }
}
