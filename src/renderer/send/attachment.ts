// The file that goes with a message: on its way to the engine, there, or refused. It goes on while one looks at other pages;
// one that has arrived is still there after a restart.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { type StoredFile, uploadFile } from '../client/files.ts'

/** What the engine takes at most. */
export const LARGEST_BYTES = 100 * 1024 * 1024

interface Attachment {
  /** What was chosen; null when nothing is. */
  chosen: { name: string; bytes: number } | null
  /** How much of it has arrived, 0 to 1. */
  share: number
  stored: StoredFile | null
  /** What `refusalOfCall` reads; 'too-large' is known before it goes. */
  problem: { name: string; bytes: number; cause: unknown } | null
}

const nothing: Attachment = { chosen: null, share: 0, stored: null, problem: null }

export const useAttachment = create<Attachment>()(
  persist(() => nothing, {
    name: 'dakiya.draft.send-file',
    partialize: ({ stored }) => ({ stored, chosen: stored && { name: stored.name, bytes: stored.bytes } }),
  }),
)

let upload: { stop: AbortController; done: Promise<void> } | null = null

/** Begins to hand a file over; it takes the place of the one before. */
export function attach(file: File): void {
  detach()
  const chosen = { name: file.name, bytes: file.size }
  if (file.size > LARGEST_BYTES) {
    useAttachment.setState({ ...nothing, problem: { ...chosen, cause: 'too-large' } }, true)
    return
  }
  const stop = new AbortController()
  useAttachment.setState({ ...nothing, chosen }, true)
  const isCurrent = () => !stop.signal.aborted
  const done = uploadFile(file, {
    signal: stop.signal,
    onProgress: (share) => isCurrent() && useAttachment.setState({ share }),
  }).then(
    (stored) => void (isCurrent() && useAttachment.setState({ stored, share: 1 })),
    (cause) => void (isCurrent() && useAttachment.setState({ ...nothing, problem: { ...chosen, cause } }, true)),
  )
  upload = { stop, done }
}

/** Takes the file away again, also on its way. */
export function detach(): void {
  upload?.stop.abort()
  upload = null
  useAttachment.setState(nothing, true)
}

/** Resolves when nothing is on its way any more; what came of it stands in the store. */
export async function attached(): Promise<StoredFile | null> {
  await upload?.done
  return useAttachment.getState().stored
}
