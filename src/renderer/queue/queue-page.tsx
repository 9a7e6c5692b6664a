// Queue: what can still be stopped, and when it leaves.
import type { Message } from '@contract/messages.ts'
import { Smartphone, X } from 'lucide-react'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { useOperation, usePages } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { useMessageActions } from '../messages/actions.ts'
import { useDeviceNames } from '../messages/device-names.ts'
import { DeviceFilter, SearchFilter } from '../messages/list/filters.tsx'
import { useFollowMessages } from '../messages/list/follow.ts'
import { useMessageMenu } from '../messages/list/menu.ts'
import { useOpenMessage } from '../messages/list/open-message.ts'
import { usePlaceholderRows } from '../messages/list/placeholder-rows.ts'
import { ProblemBanner } from '../messages/list/problem-banner.tsx'
import { MessagePanel } from '../messages/panel/panel.tsx'
import { useAddress } from '../ui/address.ts'
import { Button } from '../ui/controls/button.tsx'
import type { MenuItem } from '../ui/overlay/menu.tsx'
import { Page } from '../ui/page/page.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import { allSelected, isSelected, noSelection, type Selection, selectedCount } from '../ui/table/selection.ts'
import { Table } from '../ui/table/table.tsx'
import { useQueueAnswer } from './answer.ts'
import { useCancel } from './cancel/cancel.ts'
import { selectedIds } from './cancel/selected-ids.ts'
import { compactQueueRow, useQueueColumns } from './columns.tsx'
import { useCurrentRow } from './current-row.ts'
import { EmptyQueue } from './empty.tsx'
import { isFiltered, queueFilter, queueFilterNames } from './filter.ts'
import { MoveMessages } from './move/move.tsx'
import { useOrphaned } from './move/orphaned.ts'
import { OrphanedBanner } from './move/orphaned-banner.tsx'
import { PauseSwitch } from './pause-switch.tsx'
import { ReasonFilter } from './waiting-reason.tsx'

const FEW_PAGES = 3
const SOON_MS = 1_500
/** Many pages are many reads. */
const LATER_MS = 10_000

const rowId = (row: Message) => String(row.queueId)
const rowName = (row: Message) => phoneText(row.number)

export function QueuePage() {
  const text = useText()
  const [address, setAddress] = useAddress()
  const filter = queueFilter(address)
  const hasFilter = isFiltered(filter)
  const list = usePages('queue', filter)
  const pages = list.data?.pages.length ?? 0
  useFollowMessages(() => void list.refetch({ cancelRefetch: false }), pages > FEW_PAGES ? LATER_MS : SOON_MS)
  const filterKey = JSON.stringify(filter)
  const { rows, total, isLoading, listKey } = usePlaceholderRows(list, filterKey)
  // While the rows of other filters are still shown, nothing may be said or done about those of the new ones.
  const matching = hasFilter && !list.isPlaceholderData ? total : null
  const mayClear = hasFilter ? (matching ?? 0) > 0 : !list.isPlaceholderData
  const waiting = useOperation('queue', 'summary', {}).data?.waiting ?? 0
  const devices = useDeviceNames()
  const nowOf = useCurrentRow(rows)
  const columns = useQueueColumns(devices, nowOf)
  const opened = useOpenMessage(rows)
  const actions = useMessageActions()
  const menu = useMessageMenu(actions, devices)
  const cancel = useCancel(actions.say)
  const orphaned = useOrphaned()
  const [moving, setMoving] = useState<Selection | null>(null)
  const mayMove = (devices.list?.length ?? 0) > 1 || orphaned.length > 0
  const [selection, setSelection] = useState<Selection>(noSelection)
  // All of them cancelled: the list is shown afresh, not as rows that have gone.
  const [shown, setShown] = useState(0)
  const [lastKey, setLastKey] = useState(filterKey)
  if (lastKey !== filterKey) {
    setLastKey(filterKey)
    setSelection(noSelection)
  }

  const cancelMany = (chosen: Selection) => {
    cancel.many(chosen, filter, selectedCount(chosen, total))
    setSelection(noSelection)
    if (chosen.isAll) setShown(shown + 1)
  }
  const moveItem = (row: Message): MenuItem => ({
    label: text('queue.move'),
    icon: Smartphone,
    onSelect: () => setMoving({ isAll: false, ids: new Set([rowId(row)]) }),
  })
  const move = async (chosen: Selection, to: string) => {
    const queueIds = await selectedIds(chosen, filter)
    if (queueIds.length === 0) return { moved: 0, already: 0, movedFrom: [] }
    const moved = await client.queue.move({ queueIds, to })
    setSelection(noSelection)
    return moved
  }
  const clearFilters = () => setAddress(Object.fromEntries(queueFilterNames.map((name) => [name, null])))
  const count = selectedCount(selection, total)
  return (
    <Page
      title={text('queue.page')}
      count={waiting}
      answer={useQueueAnswer(matching)}
      width="table"
      actions={
        <>
          <PauseSwitch say={actions.say} />
          {waiting > 0 && (
            <span className={mayClear ? undefined : 'invisible'}>
              <Button kind="quiet" busy={cancel.isBusy} onClick={() => cancelMany(allSelected)}>
                {matching === null ? text('queue.clear') : text('queue.clear-matching', { count: matching })}
              </Button>
            </span>
          )}
        </>
      }
      panel={opened.queueId !== null && <MessagePanel {...opened} queueId={opened.queueId} onClose={opened.close} />}
    >
      <ProblemBanner
        problem={actions.problem}
        onDismiss={() => actions.say(null)}
        readAt={list.error && rows.length > 0 ? list.dataUpdatedAt : null}
        onRetry={() => void list.refetch()}
      />
      <OrphanedBanner orphaned={orphaned} say={actions.say} />
      <Table
        id="queue"
        name={text('queue.table')}
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={rowName}
        total={total}
        listKey={`${listKey} ${shown} ${total === 0}`}
        compact={(row) => compactQueueRow(nowOf(row), devices)}
        onOpen={opened.open}
        openId={opened.queueId === null ? null : String(opened.queueId)}
        rowMenu={(row) => [...(mayMove && nowOf(row).status === 'pending' ? [moveItem(row)] : []), ...menu(nowOf(row))]}
        selection={selection}
        onSelection={setSelection}
        selectionActions={
          <>
            <Button icon={X} busy={cancel.isBusy} onClick={() => cancelMany(selection)}>
              {text('queue.cancel-selected', { count })}
            </Button>
            {mayMove && (
              <Button icon={Smartphone} onClick={() => setMoving(selection)}>
                {text('queue.move')}
              </Button>
            )}
          </>
        }
        onDelete={(target) => {
          if (target === 'selection') cancelMany(selection)
          else if (nowOf(target).status === 'pending') actions.run('cancel', target)
          else actions.say(text('messages.going-out'))
        }}
        isLoading={isLoading}
        onMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
        empty={
          <EmptyQueue
            error={list.error}
            onRetry={() => void list.refetch()}
            isRetrying={list.isFetching}
            onClear={hasFilter ? clearFilters : null}
            isCleared={shown > 0}
          />
        }
        toolbar={
          <>
            <SearchFilter />
            <DeviceFilter devices={devices} />
            <ReasonFilter />
            {hasFilter && (
              <Button kind="quiet" onClick={clearFilters}>
                {text('messages.clear-filters')}
              </Button>
            )}
          </>
        }
      />
      {moving && (
        <MoveMessages
          count={selectedCount(moving, total)}
          about="queue.move-picked"
          from={devicesOf(
            rows.filter((row) => isSelected(moving, rowId(row))),
            filter,
          )}
          move={(to) => move(moving, to)}
          onClose={() => setMoving(null)}
          say={actions.say}
        />
      )}
    </Page>
  )
}

/** The devices that these wait for, as far as they can be seen. */
function devicesOf(rows: readonly Message[], { sessionId }: { sessionId?: string }): readonly string[] {
  return sessionId === undefined ? [...new Set(rows.map((row) => row.sessionId))] : [sessionId]
}
