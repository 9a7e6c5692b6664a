// Practice: the simulated phones, as a page of a practice profile sees them. Absent in a real profile.
import * as z from 'zod'
import { operation } from './operation.ts'

export const Phone = z.object({
  /** Digits without +. */
  number: z.string(),
  name: z.string(),
  /** Linked devices of this phone, by their WhatsApp device number. */
  devices: z.array(z.int()),
})
export type Phone = z.infer<typeof Phone>

export const practice = {
  phones: operation('page', 'page', 'The practice phones')
    .input(z.object({}))
    .output(z.object({ phones: z.array(Phone) })),
  scan: operation('page', 'page', 'A practice phone scans the QR text of a device')
    .input(z.object({ number: z.string(), qr: z.string() }))
    .output(z.object({})),
  code: operation('page', 'page', 'A practice phone enters a pairing code')
    .input(z.object({ number: z.string(), code: z.string() }))
    .output(z.object({})),
}
