// Undo: what has just been done can be taken back, by the toast's button or Ctrl+Z. The taking back is an operation of the engine.
import { useCallback } from 'react'
import { useText } from '../i18n/text.tsx'
import { toast } from '../ui/overlay/toast.tsx'
import { type Noun, reread } from './queries.ts'
import { useRefusalText } from './refusal.ts'

/**
 * `const undo = useUndo()`, then, after the deed: `undo(text('queue.cancelled', { count }), () => client.queue.restore({ queueIds }), 'queue')`.
 * The nouns named are read again once it is undone; an undo that fails says why.
 */
export function useUndo(): (done: string, takeBack: () => unknown, ...nouns: Noun[]) => void {
  const text = useText()
  const sentence = useRefusalText()
  return useCallback(
    (done, takeBack, ...nouns) => {
      const run = async () => {
        try {
          await takeBack()
        } catch (error) {
          toast(text('undo.failed', { reason: sentence(error) }))
        }
        if (nouns.length > 0) reread(...nouns)
      }
      toast(done, { undo: { label: text('undo.undo'), run: () => void run() } })
    },
    [text, sentence],
  )
}
