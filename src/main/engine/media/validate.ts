// Whether a file may go out as what it says it is: its name, the type asked for, its size. Each refusal is one sentence.
import { DakiyaError, type ErrorCode } from '@contract/errors.ts'
import type { MediaType } from '@contract/messages.ts'
import type { Found } from './detect-type.ts'
import { endingOf, fileOf, isCarried, isProgram, type Kind, LARGEST, sizeLimits } from './kinds.ts'

const one: Record<MediaType, string> = { image: 'an image', audio: 'audio', video: 'a video', document: 'a document' }
const many: Record<MediaType, string> = {
  image: 'images',
  audio: 'audio files',
  video: 'videos',
  document: 'documents',
}

const reject = (sentence: string, code: ErrorCode = 'MEDIA_REJECTED') => new DakiyaError(code, sentence)

const words = new Intl.NumberFormat('en', { maximumFractionDigits: 1, roundingMode: 'ceil' })
const sizeInWords = (bytes: number): string => `${words.format(bytes / 1024 / 1024)} MB`

/** `bytes` = the whole size, null when the file was cut off at the limit. */
export function tooLarge(name: string, bytes: number | null, mediaType: MediaType | undefined): DakiyaError {
  const limit = mediaType === undefined ? LARGEST : sizeLimits[mediaType]
  const has = bytes === null ? `more than ${sizeInWords(limit)}` : sizeInWords(bytes)
  const sentence = `${name} has ${has}; ${mediaType === undefined ? 'files' : many[mediaType]} may have ${sizeInWords(limit)}.`
  return reject(sentence, mediaType === undefined ? 'PAYLOAD_TOO_LARGE' : 'MEDIA_REJECTED')
}

export const emptyFile = (name: string) => reject(`${name} is empty. Choose another.`)
export const brokenPicture = (name: string) => reject(`${name} is a picture that cannot be opened. Choose another.`)
export const hugePicture = (name: string, megapixels: number) =>
  reject(`${name} has ${Math.ceil(megapixels)} megapixels; pictures may have 100. Make it smaller.`)
export const otherType = (name: string, is: MediaType, wanted: MediaType) =>
  reject(`${name} is ${one[is]}, not ${one[wanted]}. Choose another, or send it as ${one[is]}.`)

const CARRIED =
  'Pictures may be JPG, PNG or WEBP, audio MP3, OGG or AMR, video MP4 or 3GP, documents PDF, DOC, XLS, PPT, CSV, TXT or ZIP.'

/**
 * The kind under which a file goes out.
 * @throws MEDIA_REJECTED when it is nothing we carry, its name or `wanted` says something else, or it is too large
 */
export function judge(found: Found, file: { name: string; bytes: number }, wanted: MediaType | undefined): Kind {
  const { name, bytes } = file
  const ending = endingOf(name)
  if (bytes === 0) throw emptyFile(name)
  if (found.kind === null) {
    throw reject(
      isCarried(ending)
        ? `This file says .${ending} but is ${found.what}. Choose another.`
        : `${name} is ${found.what}. ${CARRIED}`,
    )
  }
  const { endings, mediaType } = found.kind
  if ((isCarried(ending) || isProgram(ending)) && !endings.includes(ending)) {
    throw reject(`This file says .${ending} but is ${fileOf(endings[0])}. Choose another.`)
  }
  if (wanted !== undefined && wanted !== mediaType) throw otherType(name, mediaType, wanted)
  if (bytes > sizeLimits[mediaType]) throw tooLarge(name, bytes, mediaType)
  return found.kind
}
