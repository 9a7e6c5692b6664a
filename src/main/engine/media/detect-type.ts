// What a file is, read from its bytes; its name only chooses between texts.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import { kindOfCompound } from './compound-file.ts'
import { endingOf, fileOf, type Kind, kindOf } from './kinds.ts'

/** A kind we carry, or in words what it is instead ('a program', 'a GIF file'). */
export type Found = { kind: Kind } | { kind: null; what: string }

const PROGRAMS = new Set('exe elf macho msi dll jar apk dex class wasm deb rpm dmg lnk swf crx xpi nes luac'.split(' '))
/** Pages are read as texts, and so is what begins with the mark of UTF-16, which looks like old MPEG sound. */
const NO_CERTAIN_TYPES = new Set(['xml', 'html', 'mp1', 'mp2'])
const UNKNOWN: Found = { kind: null, what: 'of a type nobody knows' }

const aliases: Record<string, string> = {
  'video/x-m4v': 'video/mp4',
  'image/apng': 'image/png',
  'audio/opus': 'audio/ogg',
}

/** Reads what the file at `path` is. */
export async function typeOfFile(path: string, name: string): Promise<Found> {
  const seen = await fileTypeFromFile(path).catch(() => undefined)
  if (seen === undefined || NO_CERTAIN_TYPES.has(seen.ext)) return typeOfText(path, name)
  if (seen.ext === 'cfb') return compound(path)
  const mimeType = seen.mime.replace(/;.*$/, '')
  const kind = kindOf(aliases[mimeType] ?? mimeType)
  if (kind !== null) return { kind }
  if (PROGRAMS.has(seen.ext)) return { kind: null, what: 'a program' }
  return { kind: null, what: fileOf(seen.ext) }
}

async function compound(path: string): Promise<Found> {
  const file = await open(path)
  try {
    const kind = await kindOfCompound(file)
    return kind === null ? { kind: null, what: 'an installer or another file of its own kind' } : { kind }
  } finally {
    await file.close()
  }
}

/** Control characters that no text has: all but tab, line feed, form feed, carriage return. */
const isControl = (byte: number): boolean => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13

/**
 * A text is UTF-8 without control characters, or, where its name says so, an older encoding or UTF-16 with its mark.
 * A web page, a picture in words (SVG) and a script are texts too, but nobody gets them for one.
 */
async function typeOfText(path: string, name: string): Promise<Found> {
  const ending = endingOf(name)
  const kind = kindOf(ending === 'csv' ? 'text/csv' : 'text/plain')
  const isNamedText = ending === 'csv' || ending === 'txt'
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let isFirst = true
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (isFirst) {
      const start = chunk.subarray(0, 1024).toString('latin1')
      if (/^(?:\xff\xfe|\xfe\xff)/.test(start)) return isNamedText && kind !== null ? { kind } : UNKNOWN
      const page = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?xml|!--)/i
      if (page.test(start)) return { kind: null, what: /<svg/i.test(start) ? 'an SVG file' : 'a web page' }
      if (start.startsWith('#!')) return { kind: null, what: 'a program' }
      isFirst = false
    }
    if (chunk.some(isControl)) return UNKNOWN
    if (isUtf8) isUtf8 = canDecode(utf8, chunk, true)
  }
  isUtf8 &&= canDecode(utf8, new Uint8Array(), false)
  return kind !== null && (isUtf8 || isNamedText) ? { kind } : UNKNOWN
}

function canDecode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}
