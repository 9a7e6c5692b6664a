// A country's flag where the system's letters have flags; its two letters where they do not (Windows).
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/min'

let answer: boolean | undefined

/** Whether this system draws flags: one glyph for two letters is narrower than the two apart. */
function hasFlags(): boolean {
  if (answer !== undefined) return answer
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!pen) return false
  pen.font = '24px sans-serif'
  const together = pen.measureText('🇵🇰').width
  const apart = pen.measureText('🇵').width + pen.measureText('🇰').width
  answer = together < apart * 0.9
  return answer
}

export function Flag({ country }: { country: CountryCode }) {
  if (!hasFlags()) return <span className="inline-block w-6 text-center text-meta text-ink-2">{country}</span>
  const letters = [...country].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65))
  return (
    <span aria-hidden className="inline-block w-6 text-center">
      {letters.join('')}
    </span>
  )
}

export interface Country {
  code: CountryCode
  name: string
  /** "+92" */
  calling: string
}

/** All countries with a calling code, by their names in this language. */
export function countriesIn(locale: string): Country[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, calling: `+${getCountryCallingCode(code)}` }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}
