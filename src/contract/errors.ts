// The closed table of everything that can be refused: code -> HTTP status and sentence.
// Engine, doors and pages know no other errors; a code that is not here does not exist.
// Details may replace the sentence with a closer one; the code stays.

export const errors = {
  VALIDATION_ERROR: { status: 400, sentence: 'Something in this request is missing or cannot be read.' },
  UNAUTHORIZED: { status: 401, sentence: 'This needs a valid API key.' },
  FORBIDDEN: { status: 403, sentence: 'This is not allowed from here.' },
  NOT_FOUND: { status: 404, sentence: 'There is nothing at this address.' },
  DEVICE_NOT_FOUND: { status: 404, sentence: 'There is no device with this sessionId.' },
  METHOD_NOT_ALLOWED: { status: 405, sentence: 'This address takes another method.' },
  CONFLICT: { status: 409, sentence: 'This cannot be done in the present state.' },
  PAYLOAD_TOO_LARGE: { status: 413, sentence: 'This is larger than allowed.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, sentence: 'The body must be JSON (Content-Type: application/json).' },
  MEDIA_REJECTED: { status: 422, sentence: 'This file cannot be sent on WhatsApp.' },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    sentence: 'This Idempotency-Key was used before with another request. Use a new key.',
  },
  RATE_LIMITED: { status: 429, sentence: 'Too many requests. Wait a little and try again.' },
  INTERNAL: { status: 500, sentence: 'Something broke inside Dakiya. It is in the log; try again.' },
  STORAGE_FULL: { status: 507, sentence: 'The disk is full. Free some space and try again.' },
} as const satisfies Record<string, { status: number; sentence: string }>

export type ErrorCode = keyof typeof errors

/** What a caller gets to know of a refusal. */
export interface Refusal {
  code: ErrorCode
  /** One plain sentence: what happened and what to do. */
  message: string
  /** The name of the input that caused it, in dots and brackets as it was sent (`messages[3].number`). */
  field?: string
  details?: Record<string, unknown>
}

/** The one error that engine and doors throw on purpose; everything else becomes INTERNAL. */
export class DakiyaError extends Error {
  readonly code: ErrorCode
  readonly field?: string
  readonly details?: Record<string, unknown>

  constructor(
    code: ErrorCode,
    message: string = errors[code].sentence,
    more: { field?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'DakiyaError'
    this.code = code
    if (more.field !== undefined) this.field = more.field
    if (more.details !== undefined) this.details = more.details
  }
}

/** The refusal a thrown value stands for; an unknown throw is INTERNAL and tells nothing of itself. */
export function refusalOf(thrown: unknown): Refusal {
  if (!(thrown instanceof DakiyaError)) return { code: 'INTERNAL', message: errors.INTERNAL.sentence }
  const refusal: Refusal = { code: thrown.code, message: thrown.message }
  if (thrown.field !== undefined) refusal.field = thrown.field
  if (thrown.details !== undefined) refusal.details = thrown.details
  return refusal
}
