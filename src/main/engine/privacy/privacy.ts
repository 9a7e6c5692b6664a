// Privacy: what is kept of one person, how they are erased, and how long things are kept at all. Loops over the nouns; what a noun
// holds of people only the noun knows.
import type { Noun } from '../noun.ts'
import { createErase, type EraseDeps } from './erase.ts'
import { createRetention, type RetentionDeps } from './retention.ts'

export function createPrivacy(deps: EraseDeps & RetentionDeps) {
  const erase = createErase(deps)
  const retention = createRetention(deps)
  return {
    handlers: { numbers: erase.handlers },
    start(): void {
      erase.resume()
      retention.start()
    },
    async stop(): Promise<void> {
      await Promise.all([erase.stop(), retention.stop()])
    },
  } satisfies Noun
}
