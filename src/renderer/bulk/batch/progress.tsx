// After the button: how far the list has come, and what can still be stopped.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useUndo } from '../../client/undo.ts'
import { useText } from '../../i18n/text.tsx'
import { useTimes } from '../../i18n/times.ts'
import { Button, LinkButton } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Progress } from '../../ui/display/meter.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { Page } from '../../ui/page/page.tsx'
import { type Batch, useBatch } from './batch.ts'
import { useBatchStatus } from './status.ts'

const AGAIN_MS = 5_000
const SHOWN_REFUSED = 20

export function BatchProgress({ batch }: { batch: Batch }) {
  const text = useText()
  const times = useTimes()
  const { counts, waiting, isKnown, reread } = useBatchStatus(batch)
  const setBatch = useBatch((state) => state.set)
  const total = batch.queueIds.length
  const lastId = waiting.at(-1)
  const last = useOperation(
    'messages',
    'get',
    { queueId: lastId ?? 0 },
    { enabled: isKnown && lastId !== undefined, keepsPrevious: true, refetchInterval: AGAIN_MS },
  ).data?.message
  const leavesAt = lastId === undefined ? null : (last?.estimatedAt ?? null)

  const base = { sent: counts.sent, total }
  const answer = [
    leavesAt === null
      ? text('bulk.progress', base)
      : text('bulk.progress-last', { ...base, when: times.future(leavesAt) }),
    counts.failed > 0 && text('bulk.progress-failed', { count: counts.failed }),
    counts.cancelled > 0 && text('bulk.progress-cancelled', { count: counts.cancelled }),
  ]
    .filter(Boolean)
    .join(' ')
  const done = counts.sent + counts.failed + counts.cancelled
  const isOver = isKnown && counts.waiting + counts.sending === 0
  return (
    <Page
      title={text('bulk.page')}
      answer={isKnown ? answer : undefined}
      actions={
        <Button kind={isOver ? 'primary' : 'secondary'} icon={Plus} onClick={() => setBatch(null)}>
          {text('bulk.new-list')}
        </Button>
      }
    >
      <div className="flex max-w-form flex-col gap-6">
        <Progress
          value={done}
          max={total}
          name={text('bulk.progress-name', { total })}
          words={isKnown ? text('bulk.progress-short', { done, total }) : ''}
        />
        <Ways batch={batch} waiting={isKnown ? waiting : []} hasFailed={counts.failed > 0} reread={reread} />
        <Refused batch={batch} />
      </div>
    </Page>
  )
}

interface WaysProps {
  batch: Batch
  waiting: readonly number[]
  hasFailed: boolean
  reread: () => void
}

function Ways({ waiting, hasFailed, reread }: WaysProps) {
  const text = useText()
  const sentence = useRefusalText()
  const undo = useUndo()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const cancel = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { cancelled, queueIds } = await client.queue.clear({ queueIds: [...waiting] })
      const restore = async () => {
        await client.queue.restore({ queueIds })
        reread()
      }
      if (queueIds.length > 0) undo(text('messages.cancelled', { count: cancelled }), restore, 'queue', 'history')
    } catch (error) {
      setProblem(sentence(error))
    }
    setBusy(false)
    reread()
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {waiting.length > 0 && (
          <Button busy={isBusy} onClick={() => void cancel()}>
            {text('bulk.undo', { count: waiting.length })}
          </Button>
        )}
        {waiting.length > 0 && <LinkButton to="/queue">{text('bulk.see-queue')}</LinkButton>}
        <LinkButton to={hasFailed ? '/history?status=failed' : '/history'}>
          {text(hasFailed ? 'bulk.see-failed' : 'bulk.see-history')}
        </LinkButton>
      </div>
      <FieldError error={problem} />
    </div>
  )
}

/** Rows that the engine did not take, with their reasons. */
function Refused({ batch: { refused } }: { batch: Batch }) {
  const text = useText()
  if (refused.length === 0) return null
  const more = refused.length - SHOWN_REFUSED
  return (
    <div className="flex flex-col gap-2">
      <Banner tone="caution">{text('bulk.refused', { count: refused.length })}</Banner>
      <ul className="flex flex-col gap-1">
        {refused.slice(0, SHOWN_REFUSED).map(({ line, written, reason }) => (
          <li key={`${line} ${written}`}>
            {text('bulk.refused-line', { line, number: `\u2066${written}\u2069`, reason })}
          </li>
        ))}
        {more > 0 && <li>{text('bulk.refused-more', { count: more })}</li>}
      </ul>
    </div>
  )
}
