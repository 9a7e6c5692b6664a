// View: how things look on this PC. Theme, density, text size and language, at the foot of the sidebar.
import { SlidersHorizontal } from 'lucide-react'
import { signOut } from '../../client/client.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { ownName, useLanguage } from '../../i18n/language.ts'
import { languages } from '../../i18n/locales.ts'
import { useText } from '../../i18n/text.tsx'
import { buttonClass } from '../../ui/controls/button.tsx'
import { Menu, type MenuItem } from '../../ui/overlay/menu.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { toast } from '../../ui/overlay/toast.tsx'
import { type Density, type TextSize, type ThemeChoice, useAppearance } from '../../ui/theme/appearance.ts'
import { dialogs } from '../pages.ts'

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast-light', 'contrast-dark']
const densities: readonly Density[] = ['comfortable', 'compact']
const sizes: readonly TextSize[] = ['14', '16', '18']

/** The desktop's window needs no sign-in. */
const isInBrowser = window.desktop === undefined

export function ViewMenu() {
  const text = useText()
  const sentence = useRefusalText()
  const { theme, density, text: size, set } = useAppearance()
  const show = useOverlay((state) => state.show)
  const { language, choose } = useLanguage()
  const leave = () => signOut().catch((error) => toast(sentence(error)))
  const systemChoice = { value: 'system', label: text('view.language-system') }
  // One language is no choice.
  const languageItems: MenuItem[] =
    languages.length < 2
      ? []
      : [
          {
            kind: 'choice',
            label: text('view.language'),
            value: language,
            options: [systemChoice, ...languages.map((value) => ({ value, label: ownName(value) }))],
            onChange: choose,
          },
          { kind: 'line' },
        ]
  const items: MenuItem[] = [
    {
      kind: 'choice',
      label: text('view.theme'),
      value: theme,
      options: themes.map((value) => ({ value, label: text(`view.theme-${value}`) })),
      onChange: (value) => set({ theme: themes.find((one) => one === value) ?? 'system' }),
    },
    { kind: 'line' },
    {
      kind: 'choice',
      label: text('view.density'),
      value: density,
      options: densities.map((value) => ({ value, label: text(`view.${value}`) })),
      onChange: (value) => set({ density: densities.find((one) => one === value) ?? 'comfortable' }),
    },
    { kind: 'line' },
    {
      kind: 'choice',
      label: text('view.text'),
      value: size,
      options: sizes.map((value) => ({ value, label: text(`view.text-${value}`) })),
      onChange: (value) => set({ text: sizes.find((one) => one === value) ?? '14' }),
    },
    { kind: 'line' },
    ...languageItems,
    ...dialogs.map(({ id, title }) => ({ label: text(title), onSelect: () => show(id) })),
    { label: text('view.keys'), keys: 'F1', onSelect: () => show('help') },
    ...(isInBrowser
      ? ([{ kind: 'line' }, { label: text('view.sign-out'), onSelect: () => void leave() }] as const)
      : []),
  ]
  return (
    <Menu
      side="top"
      align="start"
      items={items}
      trigger={
        <button type="button" className={buttonClass('quiet', true)}>
          <SlidersHorizontal aria-hidden className="size-4" />
          {text('view.title')}
        </button>
      }
    />
  )
}
