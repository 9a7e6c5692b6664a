// The small words every other page of the contract is written with.
import * as z from 'zod'

/** Epoch milliseconds. */
export const Timestamp = z.int().nonnegative()

/** The id of a device; vendors say session. Opaque, never used twice. */
export const SessionId = z.string().min(1).max(64)

/** The id of a message for life; never used twice. */
export const QueueId = z.coerce.number().int().positive()

/** A phone number as people and programs write it; the engine reads it (digits, +, 00, spaces, dashes, brackets). */
export const NumberText = z
  .union([z.string(), z.number().int().nonnegative().transform(String)], {
    error: (issue) => (issue.input === undefined ? 'Phone number is required' : 'A phone number is text or digits.'),
  })
  .pipe(z.string().trim().min(1, 'Phone number is required').max(64, 'This is too long for a phone number.'))

/** A day of the PC's time zone (2026-11-21) or an instant (ISO 8601 with zone, or epoch ms). */
export const DayOrInstant = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true }), z.string().regex(/^\d{10,16}$/), Timestamp.transform(String)],
  { error: 'Write a day as YYYY-MM-DD.' },
)

/** An instant as programs write it (epoch ms, or ISO 8601 with zone); read as epoch ms. */
export const Instant = z
  .union(
    [Timestamp, z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.string().regex(/^\d{13}$/)],
    { error: 'Write a time as 2026-11-21T09:00:00+05:00 or in epoch milliseconds.' },
  )
  .transform(Number)
  .refine((at) => at >= 1e12, 'Write a time in milliseconds, not in seconds.')

export const Cursor = z.string().max(200)
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)

/** A true or false that may come from a query string. */
export const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

/** What keys may do. A key without `admin` cannot touch devices, settings or keys. */
export const Scope = z.enum(['send', 'read', 'admin'])
export type Scope = z.infer<typeof Scope>

/** What the documents show in place of a schema that lets through whatever comes, because the engine reads it itself. */
export const documentedAs = new WeakMap<object, z.ZodType>()

/** Takes anything; the documents show it as `schema`. */
export function unread(schema: z.ZodType): z.ZodUnknown {
  const anything = z.unknown()
  documentedAs.set(anything, schema)
  return anything
}
