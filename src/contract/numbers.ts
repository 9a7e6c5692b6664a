// Numbers: how a phone number is read, whether it is on WhatsApp, and what is kept of whoever has it.
import * as z from 'zod'
import { Flag, NumberText, SessionId, Timestamp } from './common.ts'
import { operation } from './operation.ts'

/** How the engine read what somebody wrote. */
export const Understood = z.object({
  /** As it was written. */
  input: z.string(),
  /** Digits without +, or a group id; null when it cannot be a number. */
  number: z.string().nullable(),
  /** +92 300 1234567 */
  display: z.string().nullable(),
  country: z.string().nullable(),
  /** Why not, as a short phrase: 'Too short'. */
  problem: z.string().nullable(),
  isOptedOut: z.boolean(),
})
export type Understood = z.infer<typeof Understood>

export const operations = {
  check: operation('POST /numbers/check', 'send', 'Ask WhatsApp whether numbers are registered')
    .input(
      z.object({
        numbers: z.array(NumberText).min(1, 'numbers is empty.').max(100, 'At most 100 numbers in one call.'),
        sessionId: SessionId.optional(),
      }),
    )
    .output(
      z.object({
        results: z.array(
          z.object({ number: z.string(), onWhatsApp: z.boolean().nullable(), checkedAt: Timestamp.nullable() }),
        ),
      }),
    ),
  kept: operation('GET /numbers/{number}/kept', 'admin', 'What is kept of one person')
    .input(z.object({ number: NumberText }))
    .output(
      z.object({
        number: z.string(),
        /** All messages to them, those that wait and those that ended. */
        messages: z.int(),
        waiting: z.int(),
        /** Going out, or without an answer that a person must judge; while there are any nothing can be erased. */
        onTheWay: z.int(),
        /** Backups, each of which may hold the person too. */
        backups: z.int(),
        /** Data put aside when a backup was restored; nobody but the office deletes them. */
        putAside: z.int(),
        isOptedOut: z.boolean(),
      }),
    ),
  erase: operation('DELETE /numbers/{number}', 'admin', 'Erase one person everywhere, for good')
    .input(
      z.object({
        number: NumberText,
        /** Messages that wait for them are cancelled first; without it such a message refuses the whole. */
        cancelWaiting: Flag.default(false),
        /** Older backups stay, and with them what they hold of the person. Else a new one takes the place of all. */
        keepBackups: Flag.default(false),
      }),
    )
    .output(
      z.object({
        number: z.string(),
        messages: z.int(),
        /** Those of the messages that still waited. */
        cancelled: z.int(),
        files: z.int(),
        /** Backups that were deleted. */
        backups: z.int(),
        /** Backups that still may hold the person: they were to be kept, or no new one could be made. */
        backupsLeft: z.int(),
        putAside: z.int(),
        /** The data are large: remnants in the file's free space go only when Dakiya starts next. */
        restartNeeded: z.boolean(),
        /** They are on the list of people who opted out, and stay there. */
        isOptedOut: z.boolean(),
      }),
    ),
  understand: operation('page', 'read', 'How numbers are read; asks nobody')
    .input(z.object({ numbers: z.array(z.string().max(200)).max(500), country: z.string().nullable().optional() }))
    .output(z.object({ results: z.array(Understood) })),
}
