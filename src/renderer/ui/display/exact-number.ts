// Numbers as people read them: Western digits, exact to 99,999, then "1.2 million" with the exact figure beside it.
import { useCallback } from 'react'
import { useIntl } from 'react-intl'

const EXACT_TO = 99_999

/** `text` is what stands there; `exact` what the tip and the screen reader get. */
export function useExactNumber(): (value: number) => { text: string; exact: string } {
  const { locale } = useIntl()
  return useCallback(
    (value) => {
      const exact = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).format(value)
      if (value <= EXACT_TO) return { text: exact, exact }
      const short = {
        notation: 'compact',
        compactDisplay: 'long',
        maximumFractionDigits: 1,
        numberingSystem: 'latn',
      } as const
      return { text: new Intl.NumberFormat(locale, short).format(value), exact }
    },
    [locale],
  )
}
