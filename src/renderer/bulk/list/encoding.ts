// A file's bytes as text. UTF-8 and UTF-16 say what they are; of the older ways the likeliest is taken and shown as a guess.
// Pure.

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256', 'windows-1251'] as const
export type Encoding = (typeof encodings)[number]

export interface Decoded {
  text: string
  encoding: Encoding
  /** false: it is a guess, and a person should look at the letters. */
  isSure: boolean
}

/** How much of a long file is looked at for a guess. */
const LOOKED_AT = 65_536

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)

/** @param forced what a person chose; without it the encoding is found out */
export function decode(bytes: Uint8Array, forced?: Encoding): Decoded {
  if (forced !== undefined) return { text: textOf(bytes, forced), encoding: forced, isSure: true }
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return sure(bytes, 'utf-8')
  if (startsWith(bytes, 0xff, 0xfe)) return sure(bytes, 'utf-16le')
  if (startsWith(bytes, 0xfe, 0xff)) return sure(bytes, 'utf-16be')
  const wide = wideOf(bytes)
  if (wide !== null) return sure(bytes, wide)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8', isSure: true }
  } catch {
    const encoding = olderOf(bytes.subarray(0, LOOKED_AT))
    return { text: textOf(bytes, encoding), encoding, isSure: false }
  }
}

const sure = (bytes: Uint8Array, encoding: Encoding): Decoded => ({
  text: textOf(bytes, encoding),
  encoding,
  isSure: true,
})

/** The mark at the start of the file is no part of the text. */
const textOf = (bytes: Uint8Array, encoding: Encoding) => new TextDecoder(encoding).decode(bytes)

/** UTF-16 without its mark: every other byte of Western digits and separators is zero. */
function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const looked = bytes.subarray(0, LOOKED_AT)
  let even = 0
  let odd = 0
  for (const [index, byte] of looked.entries()) if (byte === 0) index % 2 === 0 ? even++ : odd++
  const many = looked.length / 8
  if (odd > many && odd > even * 8) return 'utf-16le'
  if (even > many && even > odd * 8) return 'utf-16be'
  return null
}

/**
 * Western letters with accents stand alone among plain ones; Arabic and Cyrillic come in words. Cyrillic text is mostly
 * small letters, all of them above 0xDF, where Arabic has few.
 */
function olderOf(bytes: Uint8Array): Encoding {
  let high = 0
  let together = 0
  let small = 0
  for (const [index, byte] of bytes.entries()) {
    if (byte < 0x80) continue
    high++
    if ((bytes[index - 1] ?? 0) >= 0x80 || (bytes[index + 1] ?? 0) >= 0x80) together++
    if (byte >= 0xe0) small++
  }
  if (together < high * 0.6) return 'windows-1252'
  return small > high * 0.7 ? 'windows-1251' : 'windows-1256'
}
