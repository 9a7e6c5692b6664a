// How a phone number is read. A number is refused only when it is not possible (length, country code); whether it exists
// is WhatsApp's answer. With + or 00 it is international, with a leading 0 local; bare digits are what makes a real number,
// international first, because programs write them so.

import { DakiyaError } from '@contract/errors.ts'
import type { Understood } from '@contract/numbers.ts'
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'
import { plainText, withoutSeparators } from './characters.ts'
import * as problems from './problems.ts'

export interface GoodNumber {
  /** Digits without +, or a group id with its `@g.us`. */
  readonly number: string
  /** +92 300 1234567 */
  readonly display: string
  readonly country: string | null
  readonly isGroup: boolean
  readonly problem: null
  readonly sentence: null
}

export interface BadNumber extends problems.NumberProblem {
  readonly number: null
  readonly display: null
  readonly country: null
  readonly isGroup: false
}

export type ReadNumber = GoodNumber | BadNumber

const GROUP_MARK = '@g.us'
/** Of today (120363 and 12 digits), or of old (its founder's number, a dash and the second it was made). */
const GROUP = /^(?:120363\d{12}|\d{8,15}-\d{9,10})$/
/** How programs that speak WhatsApp's own addresses write a person. */
const ADDRESS_TAIL = /@(?:s\.whatsapp\.net|c\.us)$/
const EXCEL = /^\d+(?:[.,]\d+)?e\+?\d+$/i
/** North America: every number has this shape. Reading them by the tables is five times slower, for the country alone. */
const NORTH_AMERICA = /^1[2-9]\d{9}$/
/** 555-01xx numbers belong to nobody; practice uses them, and elsewhere they would pass for local ones. */
const PRACTICE = /^155501\d{5}$/

export const isGroup = (number: string): boolean => number.endsWith(GROUP_MARK)

/** A prefix too many (+55 00…) is taken off, one at a time, until the number reads as itself. */
function good(parsed: PhoneNumber, written: string): GoodNumber {
  const again = parsed.number === written ? parsed : parse(parsed.number)
  if (again !== undefined && again.number !== parsed.number && again.isPossible()) return good(again, parsed.number)
  return {
    number: parsed.number.slice(1),
    // Grouped only for those who look: it takes as long as the reading.
    get display() {
      return parsed.formatInternational()
    },
    country: parsed.country ?? null,
    isGroup: false,
    problem: null,
    sentence: null,
  }
}

const bad = (problem: problems.NumberProblem): BadNumber => ({
  number: null,
  display: null,
  country: null,
  isGroup: false,
  ...problem,
})

const group = (id: string): GoodNumber => ({
  number: id + GROUP_MARK,
  display: id + GROUP_MARK,
  country: null,
  isGroup: true,
  problem: null,
  sentence: null,
})

const northAmerican = (digits: string): GoodNumber => ({
  number: digits,
  display: `+1 ${digits.slice(1, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`,
  get country() {
    return parsePhoneNumberFromString(`+${digits}`, { extract: false })?.country ?? null
  },
  isGroup: false,
  problem: null,
  sentence: null,
})

function parse(text: string, country?: CountryCode): PhoneNumber | undefined {
  return parsePhoneNumberFromString(
    text,
    country === undefined ? { extract: false } : { defaultCountry: country, extract: false },
  )
}

/** Why `text` is not possible, as an international number or as a local one of `country`. */
function reason(text: string, country?: CountryCode): problems.NumberProblem {
  const word = country === undefined ? validatePhoneNumberLength(text) : validatePhoneNumberLength(text, country)
  const parsed = parse(text)
  const home = country ?? parsed?.country ?? (parsed?.countryCallingCode === '1' ? 'US' : undefined)
  if (word === 'INVALID_COUNTRY') return problems.noSuchCountry(text.slice(1))
  if (word === 'TOO_LONG') return problems.wrongLength('long', home)
  if (word === 'TOO_SHORT' || word === 'NOT_A_NUMBER') return problems.wrongLength('short', home)
  return problems.wrongLength(null, home)
}

function international(digits: string): ReadNumber {
  if (NORTH_AMERICA.test(digits)) return northAmerican(digits)
  const parsed = parse(`+${digits}`)
  return parsed?.isPossible() ? good(parsed, `+${digits}`) : bad(reason(`+${digits}`))
}

function local(digits: string, country: CountryCode | null): ReadNumber {
  if (country === null) return bad(problems.noCountry)
  const parsed = parse(digits, country)
  return parsed?.isPossible() ? good(parsed, digits) : bad(reason(digits, country))
}

/** Bare digits: a real international number, else a real local one, else what is possible. */
function either(digits: string, country: CountryCode | null): ReadNumber {
  if (country === null || PRACTICE.test(digits)) return international(digits)
  const abroad = parse(`+${digits}`)
  if (abroad?.isValid()) return good(abroad, `+${digits}`)
  const home = parse(digits, country)
  if (home?.isValid()) return good(home, digits)
  if (abroad?.isPossible()) return good(abroad, `+${digits}`)
  if (home?.isPossible()) return good(home, digits)
  const isLongerThanLocal = digits.startsWith(parse(digits, country)?.countryCallingCode ?? '?')
  return bad(isLongerThanLocal && abroad !== undefined ? reason(`+${digits}`) : reason(digits, country))
}

/**
 * Reads what somebody wrote as a number: +, 00, spaces, dashes, brackets, dots, digits of any script, invisible marks,
 * a group id. `defaultCountry` (ISO, 'PK') is where local numbers belong to; null = there are none.
 */
export function readNumber(written: string, defaultCountry: string | null): ReadNumber {
  const text = plainText(written)
  if (text === '') return bad(problems.empty)
  const id = text.endsWith(GROUP_MARK) ? text.slice(0, -GROUP_MARK.length) : text
  if (GROUP.test(id)) return group(id)
  const compact = withoutSeparators(text.replace(ADDRESS_TAIL, '').replace(/^(?:tel|whatsapp):/i, ''))
  if (EXCEL.test(text)) return bad(problems.damaged(text))
  const strange = /[^0-9+]/u.exec(compact) ?? /(?<=.)\+/u.exec(compact)
  if (strange !== null) {
    const [found] = /\p{L}/u.exec(compact) ?? strange
    return bad(/\p{L}/u.test(found) ? problems.letter(found) : problems.stranger(found))
  }
  const digits = compact.replace(/^(?:\+?00|\+)/, '')
  if (digits === '') return bad(problems.noDigits)
  if (digits !== compact) return international(digits)
  const country = defaultCountry !== null && isSupportedCountry(defaultCountry) ? defaultCountry : null
  return compact.startsWith('0') ? local(compact, country) : either(compact, country)
}

/** As `readNumber`. @throws VALIDATION_ERROR with its sentence and `field` when the text cannot be a number. */
export function needNumber(written: string, defaultCountry: string | null, field = 'number'): GoodNumber {
  const read = readNumber(written, defaultCountry)
  if (read.number === null) throw new DakiyaError('VALIDATION_ERROR', read.sentence, { field })
  return read
}

/** At most this many numbers are read before others get their turn. */
const CHUNK = 100

/** How numbers are read, for a page that shows it; asks nobody. */
export async function understand(
  input: { numbers: readonly string[]; country?: string | null | undefined },
  given: { defaultCountry: string | null; isOptedOut: (number: string) => boolean },
): Promise<{ results: Understood[] }> {
  const country = input.country === undefined ? given.defaultCountry : input.country
  const results: Understood[] = []
  for (const written of input.numbers) {
    if (results.length > 0 && results.length % CHUNK === 0) await new Promise((resolve) => setImmediate(resolve))
    const read = readNumber(written, country)
    results.push({
      input: written,
      number: read.number,
      display: read.display,
      country: read.country,
      problem: read.problem,
      isOptedOut: read.number !== null && given.isOptedOut(read.number),
    })
  }
  return { results }
}
