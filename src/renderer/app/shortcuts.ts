// Keys everywhere. A page says its keys on the element itself (`aria-keyshortcuts="Control+Enter"`); here they are pressed.
// Ctrl+Z lives with the toasts, Escape with whatever is open. On a Mac ⌘ stands for Ctrl.
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useOverlay } from '../ui/overlay/overlay.ts'
import { pages } from './pages.ts'

const isMac = /mac/i.test(navigator.platform)
const focusable = 'a[href], button, input, select, textarea, [tabindex="0"]'

export function useShortcuts(): void {
  const navigate = useNavigate()
  const { show, hide } = useOverlay.getState()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const keys = keysOf(event)
      if (keys === null) return
      const place = /^Control\+([1-7])$/.exec(keys)
      const page = place ? pages[Number(place[1]) - 1] : pages.find(({ desktopKeys }) => desktopKeys === keys)
      let isOurs = true
      if (keys === 'Control+K') useOverlay.getState().open === 'palette' ? hide() : show('palette')
      else if (keys === 'F1') show('help')
      else if (keys === 'F6' || keys === 'Shift+F6') toRegion(keys === 'F6' ? 1 : -1)
      // A browser keeps these for its tabs and windows.
      else if (page && window.desktop) navigate(page.path)
      else isOurs = pressElement(keys)
      if (isOurs) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, show, hide])
}

/** "Control+Shift+E"; null for keys that are no shortcut. */
function keysOf(event: KeyboardEvent): string | null {
  const isControl = isMac ? event.metaKey : event.ctrlKey
  if (!isControl && !/^F\d+$/.test(event.key)) return null
  if (event.altKey || event.isComposing) return null
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return [isControl && 'Control', event.shiftKey && 'Shift', key].filter(Boolean).join('+')
}

/** Presses (or, if it takes text, focuses) the topmost element that bears these keys. */
function pressElement(keys: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(`[aria-keyshortcuts~="${CSS.escape(keys)}"]`)]
  const target = all.findLast((one) => one.checkVisibility() && one.closest('[aria-hidden="true"], [inert]') === null)
  if (target === undefined) return false
  if (target instanceof HTMLInputElement) {
    target.focus()
    target.select()
  } else target.click()
  return true
}

/** The next part of the window: pages, page, side panel. */
function toRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((one) => one.checkVisibility())
  if (regions.length === 0) return
  const at = regions.findLastIndex((one) => one.contains(document.activeElement))
  const next = regions.at((at + step) % regions.length)
  const first =
    next?.querySelector<HTMLElement>('[aria-current="page"], h1[tabindex]') ??
    next?.querySelector<HTMLElement>(focusable)
  ;(first ?? next)?.focus()
}
