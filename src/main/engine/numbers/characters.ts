// What people paste around and into phone numbers: marks that cannot be seen, digits of other scripts, separators.

/** Marks for direction, joining and breaking: copied along from web pages and chats, never meant. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u{34F}/gu
const SEPARATORS = /[\s\p{Pd}\p{Ps}\p{Pe}\u{2212}.·•/_]/gu
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu
const IS_DIGIT = /^\p{Nd}$/u

/** The value of a digit of any script: Unicode keeps them in unbroken rows of ten. */
function westernDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let start = code
  while (IS_DIGIT.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}

/** The text with Western digits, a plain + and nothing that cannot be seen. */
export function plainText(text: string): string {
  // Spreadsheets keep a text cell as '0300…
  return text
    .replace(INVISIBLE, '')
    .replace(OTHER_DIGIT, westernDigit)
    .replace(/[\u{FF0B}\u{FE62}]/gu, '+')
    .trim()
    .replace(/^['’]/, '')
}

/** The number without spaces, dashes, brackets and dots. */
export const withoutSeparators = (text: string): string => text.replace(SEPARATORS, '')
