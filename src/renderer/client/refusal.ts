// Refusals as a page meets them (from the bridge, from a file call, or because nobody answered) and how they are said:
// English keeps the engine's closer sentence, another language says what the code means.
import { DakiyaError, type ErrorCode, errors } from '@contract/errors.ts'
import { ORPCError } from '@orpc/client'
import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../i18n/text.tsx'
import { NoAnswer } from './connection.ts'

export interface CallRefusal {
  /** NO_ANSWER: the engine could not be asked, or the connection broke before it answered. */
  code: ErrorCode | 'NO_ANSWER'
  /** One plain sentence in English, as the API gives it; `useRefusalText` puts it into the page's language. */
  message: string
  /** The input that caused it, as it was sent (`messages[3].number`). */
  field?: string
  details?: Record<string, unknown>
}

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errors, code)
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** What a failed call says; anything that is not a refusal of ours is INTERNAL. */
export function refusalOfCall(error: unknown): CallRefusal {
  if (error instanceof NoAnswer) return { code: 'NO_ANSWER', message: 'Dakiya is not answering.' }
  if (error instanceof DakiyaError) return made(error.code, error.message, error.field, error.details)
  if (!(error instanceof ORPCError)) return made('INTERNAL', errors.INTERNAL.sentence)
  const data: Record<string, unknown> = typeof error.data === 'object' && error.data !== null ? error.data : {}
  const code = isCode(data.code) ? data.code : isCode(error.code) ? error.code : 'INTERNAL'
  const details = typeof data.details === 'object' && data.details !== null ? { ...data.details } : undefined
  return made(code, textOf(data.message) ?? textOf(error.message) ?? errors[code].sentence, textOf(data.field), details)
}

function made(code: ErrorCode, message: string, field?: string, details?: Record<string, unknown>): CallRefusal {
  return { code, message, ...(field === undefined ? {} : { field }), ...(details === undefined ? {} : { details }) }
}

/** The one sentence to show for a failed call. */
export function useRefusalText(): (error: unknown) => string {
  const text = useText()
  const intl = useIntl()
  return useCallback(
    (error) => {
      const { code, message } = refusalOfCall(error)
      return code !== 'NO_ANSWER' && intl.locale.startsWith('en') ? message : text(`refusal.${code}`)
    },
    [intl, text],
  )
}
