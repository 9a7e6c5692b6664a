// Backups: copies of all data but media files, made every hour and every day, each checked when it was made.
import * as z from 'zod'
import { Timestamp } from './common.ts'
import { operation } from './operation.ts'

export const Backup = z.object({
  /** The file's name; opaque to programs. */
  name: z.string(),
  madeAt: Timestamp,
  /** `update` = made before an update of Dakiya changed the data. */
  kind: z.enum(['hourly', 'daily', 'manual', 'update']),
  bytes: z.int(),
})
export type Backup = z.infer<typeof Backup>

export const operations = {
  list: operation('GET /backups', 'admin', 'All backups, newest first')
    .input(z.object({}))
    .output(
      z.object({
        backups: z.array(Backup),
        /** Where they lie on this PC. */
        folder: z.string(),
        isRunning: z.boolean(),
        /** Why the last one was not made; null when it was. */
        problem: z.enum(['no-room', 'failed']).nullable(),
        /** Chosen to take the place of the data when Dakiya starts next. */
        restoring: z.boolean(),
      }),
    ),
  make: operation('POST /backups', 'admin', 'Make a backup now', { status: 201 })
    .input(z.object({}))
    .output(z.object({ backup: Backup })),
  restore: operation('POST /backups/{name}/restore', 'admin', 'Go back to a backup when Dakiya starts next')
    .input(z.object({ name: z.string().max(100) }))
    // Sending is paused from now on; the present data are put aside at the start, never deleted.
    .output(z.object({ restoring: z.literal(true) })),
  keep: operation('DELETE /backups/restoring', 'admin', 'Stay with the present data after all')
    .input(z.object({}))
    // Sending stays paused until somebody lets it go on.
    .output(z.object({ restoring: z.literal(false) })),
}
