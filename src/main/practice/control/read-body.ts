// Reads the bodies of control calls: each field by its kind, each refusal a sentence that names it.
import { DakiyaError } from '@contract/errors.ts'
import { digits } from '../wire/address.ts'

export type Body = Record<string, unknown>

const refuse = (field: string, sentence: string): never => {
  throw new DakiyaError('VALIDATION_ERROR', sentence, { field })
}

export function bodyOf(raw: unknown): Body {
  if (raw === undefined || raw === null) return {}
  if (typeof raw !== 'object' || Array.isArray(raw))
    throw new DakiyaError('VALIDATION_ERROR', 'The body must be a JSON object.')
  return raw as Body
}

export function text(body: Body, field: string): string {
  const value = body[field]
  return typeof value === 'string' && value !== '' ? value : refuse(field, `"${field}" must be text.`)
}

export function optionalText(body: Body, field: string): string | undefined {
  return body[field] === undefined || body[field] === null ? undefined : text(body, field)
}

/** A phone number as digits, from text or an integer. */
export function number(value: unknown, field: string): string {
  const read = typeof value === 'string' || typeof value === 'number' ? digits(String(value)) : undefined
  return read ?? refuse(field, `"${field}" must be a phone number with country code.`)
}

export function optionalNumber(value: unknown, field: string): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : number(value, field)
}

/** A number between these bounds. */
export function amount(body: Body, field: string, least: number, most: number): number | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && value >= least && value <= most) return value
  return refuse(field, `"${field}" must be a number from ${least} to ${most}.`)
}

export function whole(body: Body, field: string, least: number, most: number): number | undefined {
  const value = amount(body, field, least, most)
  return value === undefined || Number.isInteger(value) ? value : refuse(field, `"${field}" must be a whole number.`)
}

export function flag(body: Body, field: string): boolean | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  return typeof value === 'boolean' ? value : refuse(field, `"${field}" must be true or false.`)
}

export function oneOf<Word extends string>(value: unknown, field: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value)
  return found ?? refuse(field, `"${field}" must be one of ${words.join(', ')}.`)
}

export function bytes(body: Body, field: string): Buffer | undefined {
  const value = optionalText(body, field)
  if (value === undefined) return undefined
  const bare = value.replace(/^data:[^,]*,/, '')
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(bare)) return refuse(field, `"${field}" must be base64.`)
  return Buffer.from(bare, 'base64')
}

/** Refuses fields nobody knows: a typing error must not pass as a wish fulfilled. */
export function only(body: Body, fields: readonly string[]): Body {
  const stranger = Object.keys(body).find((field) => !fields.includes(field))
  return stranger === undefined
    ? body
    : refuse(stranger, `"${stranger}" is not known here. Known: ${fields.join(', ')}.`)
}
