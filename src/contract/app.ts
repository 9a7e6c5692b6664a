// App: the program itself, and the way into its pages.
import * as z from 'zod'
import { operation } from './operation.ts'

export const operations = {
  info: operation('page', 'read', 'What this program is and where it listens')
    .input(z.object({}))
    .output(
      z.object({
        version: z.string(),
        isPractice: z.boolean(),
        /** The REST API's address; null when its port could not be had. */
        api: z.string().nullable(),
        apiProblem: z.string().nullable(),
        /** IANA name of the PC's time zone. */
        timeZone: z.string(),
        /** Sending stopped by itself, and why; null when it has not. */
        trouble: z.enum(['storage-full', 'pc-offline']).nullable(),
        /** Rows of older data made ready behind the start, of how many; null when none are left. */
        upgrade: z.object({ done: z.int(), total: z.int() }).nullable(),
      }),
    ),
  /** For programs of the owner that open the page in a browser. */
  signInLink: operation(
    'POST /sign-in-link',
    'every',
    'A link that opens the pages, once, within ten minutes; needs a key with every scope',
  )
    .input(z.object({}))
    .output(z.object({ url: z.string() }).describe('Made')),
}
