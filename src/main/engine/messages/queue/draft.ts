// From what a person or program wrote to rows: the number read, the text and file checked. Nothing is queued here.
// Every refusal names the field it is about.
import { DakiyaError } from '@contract/errors.ts'
import { Draft, type MediaType } from '@contract/messages.ts'
import type { NewRow } from '../state/row.ts'

/** A draft that was understood; `before` = a text that goes out as a message of its own before it. */
export type Read = Omit<NewRow, 'deviceId' | 'keyId' | 'createdAt'> & {
  sessionId: string | undefined
  before: string | null
}

export interface DraftRules {
  needNumber(text: string, defaultCountry: string | null, field: string): { number: string }
  defaultCountry: () => string | null
  /** Syntax only. @throws VALIDATION_ERROR */
  readMediaUrl(text: string, field: string): URL
  /** A file uploaded before. @throws VALIDATION_ERROR, MEDIA_REJECTED */
  needFile(id: string, mediaType?: MediaType): { name: string; mediaType: MediaType }
}

/** @throws DakiyaError VALIDATION_ERROR or MEDIA_REJECTED with the field, prefixed where the draft is one of many. */
export function readDraft(draft: Draft, rules: DraftRules): Read {
  const { number } = rules.needNumber(draft.number, rules.defaultCountry(), 'number')
  const hasFile = draft.fileId !== undefined || draft.mediaUrl !== undefined
  const text = draft.message === undefined || draft.message.trim() === '' ? null : draft.message
  if (text === null && !hasFile) {
    throw new DakiyaError('VALIDATION_ERROR', 'Message is required', { field: 'message' })
  }
  if (draft.mediaType !== undefined && !hasFile) {
    throw new DakiyaError('VALIDATION_ERROR', 'mediaType needs a mediaUrl.', { field: 'mediaUrl' })
  }
  if (draft.fileId !== undefined && draft.mediaUrl !== undefined) {
    throw new DakiyaError('VALIDATION_ERROR', 'Give either fileId or mediaUrl, not both.', { field: 'fileId' })
  }
  if (draft.mediaUrl !== undefined) rules.readMediaUrl(draft.mediaUrl, 'mediaUrl')
  const file = draft.fileId === undefined ? null : rules.needFile(draft.fileId, draft.mediaType)
  const mediaType = draft.mediaType ?? file?.mediaType ?? null
  // WhatsApp shows no caption with audio.
  const isSpoken = mediaType === 'audio' && text !== null
  return {
    number,
    text: isSpoken ? null : text,
    mediaType,
    mediaUrl: draft.mediaUrl ?? null,
    fileId: draft.fileId ?? null,
    fileName: draft.fileName ?? file?.name ?? null,
    scheduledAt: draft.scheduleAt ?? null,
    onAmbiguous: draft.onAmbiguous ?? null,
    lateAfterMinutes: draft.lateAfterMinutes ?? null,
    whenLate: draft.whenLate ?? null,
    sessionId: draft.sessionId,
    before: isSpoken ? text : null,
  }
}

/** One row of a list, of unknown shape. Some languages write their field names with a capital (`Number`). */
export function parseRow(row: unknown): Draft {
  const fields =
    typeof row === 'object' && row !== null && !Array.isArray(row)
      ? Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
        )
      : row
  const parsed = Draft.safeParse(fields)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.map(String).join('.') || 'messages'
  const sentence = typeof fields === 'object' && fields !== null ? issue?.message : 'Each message is an object.'
  throw new DakiyaError('VALIDATION_ERROR', sentence, { field })
}
