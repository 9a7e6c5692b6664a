// The name a file goes out under: the one it came with, made harmless, with an ending that fits what is inside.
import { endingOf, type Kind } from './kinds.ts'

const LONGEST = 120
/** Control characters, marks that turn the writing direction (they can make exe read like pdf), and path signs. */
const UNWANTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu

/** The last part of `name` without what could mislead; '' when nothing is left. */
export function cleanName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .toWellFormed()
    .replace(UNWANTED, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '')
  if (clean.length <= LONGEST) return clean
  const ending = endingOf(clean)
  const stem = clean
    .slice(0, LONGEST - ending.length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return ending === '' ? stem : `${stem}.${ending}`
}

/** `name` with an ending of its kind: `invoice` and `invoice.php` become `invoice.pdf` and `invoice.php.pdf`. */
export function fittingName(name: string, kind: Kind): string {
  if (kind.endings.includes(endingOf(name))) return name
  return `${name === '' ? kind.mediaType : name}.${kind.endings[0]}`
}
