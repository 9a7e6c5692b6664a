// Figures inside sentences. A figure that stands alone takes `useExactNumber` of ui/display, times are in times.ts, phone numbers in ui/phone.
import { useMemo } from 'react'
import { useIntl } from 'react-intl'

const EXACT_TO = 99_999
const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export interface Formats {
  /** Exact to 99,999, then "1.2 million"; show `exact` one step away. */
  number(value: number): string
  exact(value: number): string
  /** Three or four signs: "86", "1.2K"; for badges, with `exact` beside it. */
  short(value: number): string
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
      short: (value) =>
        intl.formatNumber(value, { notation: 'compact', maximumFractionDigits: value < 10_000 ? 1 : 0 }),
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
