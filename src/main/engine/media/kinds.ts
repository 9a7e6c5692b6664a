// What WhatsApp carries: each kind of file with its type of message and how its names end, and how large each may be.
import type { MediaType } from '@contract/messages.ts'

export interface Kind {
  mimeType: string
  mediaType: MediaType
  /** How names of this kind may end; the first is given to a name without an ending. */
  endings: readonly [string, ...string[]]
}

const MB = 1024 * 1024

/** Bytes a file of each type may have. */
export const sizeLimits: Record<MediaType, number> = {
  image: 5 * MB,
  audio: 16 * MB,
  video: 16 * MB,
  document: 100 * MB,
}
/** No file is larger than this. */
export const LARGEST = 100 * MB

const kind = (mediaType: MediaType, mimeType: string, ...endings: [string, ...string[]]): Kind => ({
  mediaType,
  mimeType,
  endings,
})
const openXml = (part: string, ending: string): Kind =>
  kind('document', `application/vnd.openxmlformats-officedocument.${part}`, ending)

export const kinds: readonly Kind[] = [
  kind('image', 'image/jpeg', 'jpg', 'jpeg', 'jpe', 'jfif'),
  kind('image', 'image/png', 'png'),
  kind('image', 'image/webp', 'webp'),
  kind('audio', 'audio/mpeg', 'mp3'),
  kind('audio', 'audio/ogg', 'ogg', 'oga', 'opus'),
  kind('audio', 'audio/amr', 'amr'),
  kind('video', 'video/mp4', 'mp4', 'm4v'),
  kind('video', 'video/3gpp', '3gp', '3gpp'),
  kind('document', 'application/pdf', 'pdf'),
  kind('document', 'application/msword', 'doc', 'dot'),
  kind('document', 'application/vnd.ms-excel', 'xls', 'xlt'),
  kind('document', 'application/vnd.ms-powerpoint', 'ppt', 'pps'),
  openXml('wordprocessingml.document', 'docx'),
  openXml('spreadsheetml.sheet', 'xlsx'),
  openXml('presentationml.presentation', 'pptx'),
  kind('document', 'application/zip', 'zip'),
  kind('document', 'text/plain', 'txt', 'text', 'log'),
  kind('document', 'text/csv', 'csv'),
]

const byMimeType = new Map(kinds.map((one) => [one.mimeType, one]))
export const kindOf = (mimeType: string): Kind | null => byMimeType.get(mimeType) ?? null

/** Endings under which programs and pages run when somebody opens them. */
const PROGRAM_ENDINGS =
  'exe com scr bat cmd msi ps1 vbs vbe js jse wsf hta jar apk dll lnk sh app dmg pkg deb rpm svg html htm'
const carried = new Set(kinds.flatMap((one) => [...one.endings]))
const programs = new Set(PROGRAM_ENDINGS.split(' '))

/** The ending of a name in small letters without its dot, '' when there is none. */
export const endingOf = (name: string): string => /\.([^.\s]{1,12})$/u.exec(name)?.[1]?.toLowerCase() ?? ''

/** Whether a name with this ending says to be of a kind we carry. */
export const isCarried = (ending: string): boolean => carried.has(ending)
/** Whether it says to be a program or a page. */
export const isProgram = (ending: string): boolean => programs.has(ending)

/** 'a PDF file', 'an MP3 file'. */
export function fileOf(ending: string): string {
  const word = ending.toUpperCase()
  return `${/^[AEFHILMNORSX]/.test(word) ? 'an' : 'a'} ${word} file`
}
