// Says over the queue that messages wait for a device that was removed, and moves them. `?move=1` opens the question.
import { client } from '../../client/client.ts'
import { useText } from '../../i18n/text.tsx'
import { useAddressPart } from '../../ui/address.ts'
import { Button } from '../../ui/controls/button.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { MoveMessages } from './move.tsx'
import type { Orphaned } from './orphaned.ts'

export interface OrphanedBannerProps {
  orphaned: readonly Orphaned[]
  say: (problem: string | null) => void
}

export function OrphanedBanner({ orphaned, say }: OrphanedBannerProps) {
  const text = useText()
  const [asked, ask] = useAddressPart('move')
  const count = orphaned.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return null
  const move = async (to: string) => {
    const all = { moved: 0, already: 0, movedFrom: [] as { sessionId: string; queueIds: number[] }[] }
    for (const { sessionId } of orphaned) {
      const { moved, movedFrom } = await client.queue.move({ from: sessionId, to })
      all.moved += moved
      all.movedFrom.push(...movedFrom)
    }
    return all
  }
  return (
    <div className="pb-3">
      <Banner
        tone="caution"
        action={
          <Button small onClick={() => ask('1')}>
            {text('queue.move-them', { count })}
          </Button>
        }
      >
        {text('queue.orphaned', { count })}
      </Banner>
      {asked !== '' && (
        <MoveMessages count={count} about="queue.move-text" move={move} onClose={() => ask('')} say={say} />
      )}
    </div>
  )
}
