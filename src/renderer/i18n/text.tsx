// Texts: the only way a page speaks. `useText` for strings, `Text` where a part of the sentence is more than a string.
import { type ReactNode, useCallback, useMemo } from 'react'
import { FormattedMessage, IntlProvider, useIntl } from 'react-intl'
import { preferredTags, useLanguage } from './language.ts'
import { localeFor, type TextId, textsOf } from './locales.ts'

export type { TextId } from './locales.ts'

type TextValues = Record<string, string | number | boolean | null | undefined>
export type SayText = (id: TextId, values?: TextValues) => string

/** `const text = useText(); text('queue.answer', { count: 86 })`; ICU plurals and selects inside. */
export function useText(): SayText {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, values ?? {}) as string, [intl])
}

/** Addresses, numbers and code inside a sentence: kept from left to right where the sentence runs the other way. */
export function ltr(text: string): string {
  return document.documentElement.dir === 'rtl' ? `\u2066${text}\u2069` : text
}

type Rich = ReactNode | ((parts: ReactNode[]) => ReactNode)

/** `<Text id="keys.listens" values={{ url: <code>…</code>, b: (parts) => <b>{parts}</b> }} />` */
export function Text({ id, values }: { id: TextId; values?: Record<string, Rich> }) {
  return <FormattedMessage id={id} values={(values ?? {}) as Record<string, ReactNode>} />
}

/** @param timeZone IANA name of the PC's zone; until it is known, the browser's own */
export function TextProvider({ timeZone, children }: { timeZone: string | undefined; children: ReactNode }) {
  const chosen = useLanguage((state) => state.language)
  const { language, locale } = useMemo(() => localeFor(preferredTags(chosen, navigator.languages)), [chosen])
  const messages = useMemo(() => textsOf(language), [language])
  return (
    <IntlProvider
      locale={locale}
      messages={messages}
      timeZone={timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </IntlProvider>
  )
}
