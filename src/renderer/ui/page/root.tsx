// What the components need round them, once, inside the IntlProvider and the router: direction, tips, toasts.
import { Direction } from 'radix-ui'
import { type ReactNode, useEffect } from 'react'
import { useIntl } from 'react-intl'
import { ToastPlace } from '../overlay/toast.tsx'
import { WindowTitle } from './page.tsx'

const rightToLeft = /^(ar|fa|ur|ps|sd|he)\b/

export const directionOf = (locale: string): 'ltr' | 'rtl' => (rightToLeft.test(locale) ? 'rtl' : 'ltr')

export interface UiRootProps {
  /** "Queue (86)" -> "[Practice] Queue (86) – Dakiya"; keep the function stable. */
  windowTitle: (title: string) => string
  children: ReactNode
}

/** Also keeps <html lang> and <html dir> true to the IntlProvider's language. */
export function UiRoot({ windowTitle, children }: UiRootProps) {
  const { locale } = useIntl()
  const dir = directionOf(locale)
  useEffect(() => {
    document.documentElement.lang = locale
    document.documentElement.dir = dir
  }, [locale, dir])
  return (
    <Direction.Provider dir={dir}>
      <WindowTitle value={windowTitle}>
        {children}
        <ToastPlace />
      </WindowTitle>
    </Direction.Provider>
  )
}
