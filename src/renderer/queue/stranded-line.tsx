// Says over the queue that messages wait for a device that was removed, and moves them. `?move=1` opens the question.
import { useAddressPart } from '../shell/address.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useText } from '../words/text.tsx'
import { MoveMessages } from './move-messages.tsx'
import type { Stranded } from './stranded.ts'

export function StrandedLine({ stranded }: { stranded: readonly Stranded[] }) {
  const text = useText()
  const [asked, ask] = useAddressPart('move')
  const count = stranded.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return null
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
        {text('queue.stranded', { count })}
      </Banner>
      {asked !== '' && <MoveMessages from={stranded} onClose={() => ask('')} />}
    </div>
  )
}
