// What the phone field holds, and how pasted text becomes it. Formatting only: the engine alone judges a number.
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export interface PhoneValue {
  country: CountryCode
  /** As typed, without the country code when the country was taken from it. */
  text: string
}

/** Takes +, 00, local, spaces, brackets; a number with its country code changes the country. */
export function readPhone(typed: string, country: CountryCode): PhoneValue {
  // Pasted numbers bring marks of direction and odd spaces with them.
  const text = typed
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trimStart()
  const international = text.replace(/^\s*(?:tel:)?\s*00(?=[1-9])/, '+').replace(/^tel:/, '')
  if (!international.startsWith('+')) return { country, text }
  const parsed = parsePhoneNumberFromString(international)
  if (!parsed?.country && !parsed?.countryCallingCode) return { country, text }
  const found = parsed.country ?? (getCountryCallingCode(country) === parsed.countryCallingCode ? country : undefined)
  return found && parsed.isPossible() ? { country: found, text: parsed.nationalNumber } : { country, text }
}

/** "+923001234567" for the engine; what cannot be read goes on as typed, for the engine to explain. Empty stays empty. */
export function phoneToSend({ country, text }: PhoneValue): string {
  const trimmed = text.trim()
  if (!trimmed) return ''
  const parsed = parsePhoneNumberFromString(trimmed, country)
  if (parsed) return parsed.number
  return /^[+0]/.test(trimmed) ? trimmed : `+${getCountryCallingCode(country)}${trimmed}`
}

/** The number as it was understood, in the international way; null when it is not one (yet). */
export function understoodPhone({
  country,
  text,
}: PhoneValue): { display: string; country: CountryCode | undefined } | null {
  const parsed = parsePhoneNumberFromString(text, country)
  return parsed?.isPossible() ? { display: parsed.formatInternational(), country: parsed.country ?? country } : null
}

/** The single numbers in a pasted text: one a line, or parted by commas, semicolons, tabs. */
export const pastedNumbers = (text: string): string[] =>
  text
    .split(/[\n\r,;\t]+/)
    .map((part) => part.trim())
    .filter((part) => part.replace(/\D/g, '').length >= 5)
