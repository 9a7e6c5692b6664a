// Numbers, sizes and phone numbers as people read them. Times are in times.ts.
import parsePhoneNumber from 'libphonenumber-js/min'
import { useMemo } from 'react'
import { useIntl } from 'react-intl'

const EXACT_TO = 99_999
const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export interface Formats {
  /** Exact to 99,999, then "1.2 million"; show `exact` one step away. */
  number(value: number): string
  exact(value: number): string
  /** "79 %"; without a base "–". */
  share(part: number, whole: number): string
  /** "120 MB" */
  bytes(bytes: number): string
}

export function useFormats(): Formats {
  const intl = useIntl()
  return useMemo(() => {
    const exact = (value: number) => intl.formatNumber(value)
    return {
      exact,
      number: (value) =>
        Math.abs(value) <= EXACT_TO
          ? exact(value)
          : intl.formatNumber(value, { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 }),
      share: (part, whole) =>
        whole === 0 ? '–' : intl.formatNumber(part / whole, { style: 'percent', maximumFractionDigits: 0 }),
      bytes: (bytes) => {
        const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), STEPS.length - 1)
        const value = bytes / 1000 ** step
        return intl.formatNumber(value, {
          style: 'unit',
          unit: STEPS[step] ?? 'byte',
          unitDisplay: step === 0 ? 'long' : 'short',
          maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
        })
      },
    }
  }, [intl])
}

/** Digits without + as people read them: "+92 300 1234567". Groups and what cannot be read stay as they are. */
export function phoneText(number: string): string {
  if (!/^\d{6,15}$/.test(number)) return number
  return parsePhoneNumber(`+${number}`)?.formatInternational() ?? `+${number}`
}
