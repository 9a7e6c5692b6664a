// Refusals in the page's language: English keeps the engine's closer sentence, another language says what the code means.
import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../i18n/text.tsx'
import { refusalOfCall } from './refusal.ts'

/** The one sentence to show for a failed call. */
export function useRefusalText(): (error: unknown) => string {
  const text = useText()
  const intl = useIntl()
  return useCallback(
    (error) => {
      const { code, message } = refusalOfCall(error)
      return code !== 'NO_ANSWER' && intl.locale.startsWith('en') ? message : text(`refusal.${code}`)
    },
    [intl, text],
  )
}
