// Files: what is uploaded before it is sent. Their bytes travel in plain requests, never over the bridge.
import * as z from 'zod'
import { operation } from './operation.ts'

export const operations = {
  add: operation('POST /files', 'send', 'Upload a file; its fileId stands wherever mediaUrl may', { binary: true })
    .input(
      z.object({
        /** What it is called; a name that cannot be read is none. */
        name: z.string().optional().catch(undefined),
        body: z.custom<AsyncIterable<Uint8Array | string>>(),
      }),
    )
    .output(
      z
        .object({
          fileId: z.string(),
          name: z.string(),
          bytes: z.int(),
          mimeType: z.string(),
          mediaType: z.string(),
          sha256: z.string(),
        })
        .describe('Kept'),
    ),
}
