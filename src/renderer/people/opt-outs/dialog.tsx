// People who opted out: who they are, one more, and one less. What is taken off stays in sight, so that it can be put back.
import type { OptOut } from '@contract/opt-outs.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { Empty, Failure } from '../../ui/page/empty.tsx'
import { Loaded } from '../../ui/page/skeleton.tsx'
import { AddOptOut } from './add.tsx'
import { OptOutTable } from './table.tsx'

const ROWS_A_READ = 200

/** Its name, for pages that lead to it. */
export const OPT_OUTS = 'opt-outs'

export function OptOutsDialog() {
  const text = useText()
  const sentence = useRefusalText()
  const hide = useOverlay((state) => state.hide)
  const [taken, setTaken] = useState<readonly OptOut[]>([])
  const [problem, say] = useState<string | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['optOuts', 'list', 'pages'] as const,
    queryFn: ({ pageParam }) =>
      client.optOuts.list({ limit: ROWS_A_READ, ...(pageParam !== '' && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const kept = list.data?.pages.flatMap((page) => page.optOuts)
  const away = taken.filter((one) => !kept?.some(({ number }) => number === one.number))
  const rows = kept && [...kept, ...away].sort((a, b) => b.at - a.at)
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <Dialog
      open
      wide
      onClose={hide}
      title={text('opt-outs.title')}
      description={text('opt-outs.text')}
      actions={<Button onClick={hide}>{text('opt-outs.close')}</Button>}
    >
      <div className="flex flex-col gap-4">
        <AddOptOut />
        <FieldError error={problem} />
        <Loaded
          value={rows}
          lines={4}
          failure={
            list.error && (
              <Failure onRetry={() => void list.refetch()} isRetrying={list.isFetching} detail={sentence(list.error)} />
            )
          }
        >
          {(known) =>
            known.length === 0 ? (
              <Empty icon={Ban} title={text('opt-outs.empty')} text={text('opt-outs.empty-then')} />
            ) : (
              <div className="flex flex-col items-start gap-2">
                <p className="text-ink-2">{text('opt-outs.count', { count: total })}</p>
                <div className="w-full">
                  <OptOutTable
                    rows={known}
                    isAway={(row) => away.includes(row)}
                    onTaken={(row) => setTaken((before) => [...before, row])}
                    say={(error) => say(error === null ? null : sentence(error))}
                  />
                </div>
                {list.hasNextPage && (
                  <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {text('opt-outs.more')}
                  </Button>
                )}
              </div>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  )
}
