// A phone number as people read it: international, grouped, never cut, left to right; copied as +923001234567.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { ClipboardEvent } from 'react'

// Lists are drawn at every scroll; reading a number is dear.
const read = new Map<string, string>()
const MOST_READ = 5_000

/** "+92 300 1234567" of "923001234567"; what is no number (a group's id) comes back as it is. */
export function phoneText(number: string): string {
  const digits = number.replace(/^\+/, '')
  if (!/^\d{5,15}$/.test(digits)) return number
  const known = read.get(digits)
  if (known !== undefined) return known
  const text = parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`
  if (read.size >= MOST_READ) read.clear()
  read.set(digits, text)
  return text
}

/** A sentence whose phone numbers neither break nor turn round: hard spaces, in marks of direction. */
export const keepPhones = (sentence: string): string =>
  sentence.replace(/\+\d[\d ]{5,}\d/g, (number) => `\u2066${number.replaceAll(' ', '\u00a0')}\u2069`)

/** A number, or some of its digits, as somebody searches for it; `text` grouped once it may be whole. null = it is none. */
export function typedNumber(typed: string): { digits: string; text: string } | null {
  const digits = typed.replace(/[\s()+.-]/g, '').replace(/^00/, '')
  if (!/^\d{4,15}$/.test(digits)) return null
  return { digits, text: digits.length >= 8 ? phoneText(digits) : digits }
}

export function PhoneNumber({ value }: { value: string }) {
  const digits = value.replace(/^\+/, '')
  const copy = (event: ClipboardEvent) => {
    const chosen = getSelection()?.toString().replace(/\D/g, '')
    if (chosen !== digits) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', `+${digits}`)
  }
  return (
    <bdi dir="ltr" className="whitespace-nowrap tabular" onCopy={copy}>
      {phoneText(value)}
    </bdi>
  )
}
