// Settings: how fast we send, and what the office prefers. Seconds and counts as people say them.
import * as z from 'zod'
import { event } from './event.ts'
import { operation } from './operation.ts'

const Delay = z.number().min(0, 'A delay cannot be negative.').max(3600, 'A delay may have an hour at most.')
const Limit = z.int('A limit is a whole number.').min(0, 'A limit cannot be negative.').max(100_000)
const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'A country is written with two capital letters, such as PK.')
  .nullable()

/** What becomes of a message whose try got no answer: the same bytes go out again under the same id, or it stays put. */
export const OnAmbiguous = z.enum(['resend', 'hold'], { error: 'onAmbiguous is resend or hold.' })
export type OnAmbiguous = z.infer<typeof OnAmbiguous>

/** What becomes of a message that waited too long: it goes out all the same, waits for a person, or ends as expired. */
export const WhenLate = z.enum(['send', 'ask', 'skip'], { error: 'whenLate is send, ask or skip.' })
export type WhenLate = z.infer<typeof WhenLate>

/** Minutes after which a waiting message is late; 0 = never. */
export const LateAfter = z.int('Minutes are a whole number.').min(0, 'Minutes cannot be negative.').max(525_600)

const Days = z.int('Days are a whole number.').min(0, 'Days cannot be negative.').max(3650, 'At most 3650 days.')
/** Shorter, and recipients who could not read a message at once would ask for it in vain. */
const HistoryDays = Days.refine((days) => days === 0 || days >= 7, 'The history stays 7 days at least, or 0 for ever.')

/** What one device may have of its own; null = follows the shared value. */
export const DeviceLimits = z.object({
  delayMinSeconds: Delay.nullable(),
  delayMaxSeconds: Delay.nullable(),
  hourlyLimit: Limit.nullable(),
  dailyLimit: Limit.nullable(),
  typing: z.boolean().nullable(),
})
export type DeviceLimits = z.infer<typeof DeviceLimits>
export const DeviceLimitsPatch = DeviceLimits.partial()

export const Settings = z.object({
  /** Between two messages of one device a random time from min to max passes; fractions and 0 allowed. */
  delayMinSeconds: Delay,
  delayMaxSeconds: Delay,
  /** Messages a device may send in any 60 minutes; 0 = no limit. */
  hourlyLimit: Limit,
  /** Messages a device may send on one day of this PC; 0 = no limit. */
  dailyLimit: Limit,
  /** ISO country that a local number belongs to; null = numbers need their country code. */
  defaultCountry: Country,
  /** Show "typing…" to the recipient before a message leaves. */
  typing: z.boolean(),
  onAmbiguous: OnAmbiguous,
  /** Counted from when a message was accepted, or from its `scheduleAt`. */
  lateAfterMinutes: LateAfter,
  whenLate: WhenLate,
  /** Messages that ended longer ago are removed; 0 = never. */
  keepHistoryDays: HistoryDays,
  /** Files stay this long after the last message with them ended; 0 = as long as such a message is kept. */
  keepMediaDays: Days,
  /** Lines of the journal stay this long at most; 0 = as long as its size allows. */
  keepJournalDays: Days,
  /** All sending is paused. */
  isPaused: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

const Answer = z.object({ settings: Settings })

export const operations = {
  get: operation('GET /settings', 'read', 'All settings').input(z.object({})).output(Answer),
  update: operation('PATCH /settings', 'admin', 'Change some settings')
    .input(Settings.partial().strict())
    .output(Answer),
}

export const events = {
  'settings.changed': event(Settings, { freshens: { answers: { 'settings.get': 'settings' } } }),
}
