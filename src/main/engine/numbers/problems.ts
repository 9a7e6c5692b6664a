// Why a text cannot be a phone number, in a phrase for a table's cell and in a sentence that says how to mend it.
import { getCountryCallingCode, isSupportedCountry, Metadata } from 'libphonenumber-js/max'

export interface NumberProblem {
  /** Short: 'Too short'. */
  problem: string
  /** Whole: "This number is too short: Pakistan's have 10 digits after +92." */
  sentence: string
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' })

/** "Pakistan's have 10 digits after +92", or null for a country we know nothing of. */
function lengthsOf(country: string | undefined): string | null {
  if (country === undefined || !isSupportedCountry(country)) return null
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  const plan = metadata.numberingPlan
  if (plan === undefined) return null
  const lengths = mobileLengths(plan)
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
  const name = countryNames.of(country) ?? country
  const whose = name.endsWith('s') ? `${name}'` : `${name}'s`
  const digits = least === most ? `${least}` : `${least} to ${most}`
  return `${whose} have ${digits} digits after +${getCountryCallingCode(country)}`
}

/** The numbering plan with the part that its types leave out. */
interface Plan {
  possibleLengths(): number[]
  type?(name: string): { possibleLengths(): number[] } | undefined
}

/** WhatsApp numbers are mobile ones; the shorter lengths of land lines would only confuse. */
function mobileLengths(plan: Plan): number[] {
  const mobile = plan.type?.('MOBILE')?.possibleLengths()
  return mobile !== undefined && mobile.length > 0 ? mobile : plan.possibleLengths()
}

export const empty: NumberProblem = { problem: 'Empty', sentence: 'Phone number is required' }

export const noDigits: NumberProblem = {
  problem: 'No digits',
  sentence: 'This has no digits. Write the number with its country code, such as +92 300 1234567.',
}

export const letter = (found: string): NumberProblem => ({
  problem: 'Contains a letter',
  sentence: `This number contains a letter (${found}). Write it in digits.`,
})

export const stranger = (found: string): NumberProblem => ({
  problem: `Contains “${found}”`,
  sentence: `This number contains “${found}”. Write one number in digits.`,
})

export const damaged = (written: string): NumberProblem => ({
  problem: 'Damaged by a spreadsheet',
  sentence: `A spreadsheet has shortened this number to ${written} and its digits are lost. Make the column text and fill it in again.`,
})

export const noCountry: NumberProblem = {
  problem: 'No country code',
  sentence: 'This number has no country code. Write it with one, such as +92 300 1234567, or set your country.',
}

export const noSuchCountry = (digits: string): NumberProblem => ({
  problem: 'No such country code',
  sentence: `No country has a code that begins with +${digits.slice(0, 3)}. Check the first digits.`,
})

export function wrongLength(way: 'short' | 'long' | null, country: string | undefined): NumberProblem {
  const known = lengthsOf(country)
  const what = way === null ? 'has a length that does not exist' : `is too ${way}`
  return {
    problem: way === 'short' ? 'Too short' : way === 'long' ? 'Too long' : 'Wrong length',
    sentence: known === null ? `This number ${what}.` : `This number ${what}: ${known}.`,
  }
}
