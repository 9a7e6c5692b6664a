// Files: what goes beside the bridge over plain HTTP of the same origin, in the browser and in the desktop alike.
import { DakiyaError, type ErrorCode, errors } from '@contract/errors.ts'
import type { HistoryFilter } from '@contract/history.ts'
import type { MediaType } from '@contract/messages.ts'
import { NoAnswer } from './connection.ts'

export interface StoredFile {
  fileId: string
  name: string
  bytes: number
  mimeType: string
  mediaType: MediaType
  sha256: string
}

export interface UploadOptions {
  /** Called as the file goes up, with a share from 0 to 1. */
  onProgress?: (share: number) => void
  /** Aborting ends the upload; the promise then rejects with an AbortError. */
  signal?: AbortSignal
}

/**
 * Hands a file to the engine, which reads its type from its bytes and keeps it for a message.
 * Throws what `refusalOfCall` reads: MEDIA_REJECTED, PAYLOAD_TOO_LARGE, STORAGE_FULL …, or NO_ANSWER.
 */
export function uploadFile(file: File, { onProgress, signal }: UploadOptions = {}): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      const answer = jsonOf(request.responseText)
      if (request.status < 300 && typeof answer.fileId === 'string') resolve(answer as unknown as StoredFile)
      else reject(refusedFile(request.status, answer))
    })
    request.addEventListener('error', () => reject(new NoAnswer()))
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    if (signal?.aborted) reject(new DOMException('The upload was stopped.', 'AbortError'))
    else request.send(file)
  })
}

/** The address of an uploaded file, for a picture's `src`. */
export function fileUrl(fileId: string): string {
  return `/files/${encodeURIComponent(fileId)}`
}

/** The address from which the rows of these filters are downloaded as CSV. */
export function historyCsvUrl(filter: HistoryFilter): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return `/exports/history.csv?${search}`
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function refusedFile(status: number, answer: Record<string, unknown>): DakiyaError {
  const known = Object.keys(errors) as ErrorCode[]
  const code =
    known.find((one) => one === answer.code) ?? known.find((one) => errors[one].status === status) ?? 'INTERNAL'
  return new DakiyaError(code, typeof answer.error === 'string' ? answer.error : errors[code].sentence)
}
