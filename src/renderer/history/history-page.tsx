// History: what became of the messages.
import type { Message } from '@contract/messages.ts'
import { queryClient, usePages } from '../client/queries.ts'
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
import { useMessageSentence } from '../messages/state.tsx'
import { useAddress } from '../ui/address.ts'
import { Button } from '../ui/controls/button.tsx'
import { Page } from '../ui/page/page.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import { Table } from '../ui/table/table.tsx'
import { useRange } from '../ui/time/range-address.ts'
import { DateRangePicker } from '../ui/time/range-picker.tsx'
import { useHistoryAnswer } from './answer.ts'
import { compactHistoryRow, secondLine, useHistoryColumns } from './columns.tsx'
import { EmptyHistory } from './empty.tsx'
import { ExportButton } from './export-button.tsx'
import { hasRange, historyFilter, historyFilterNames, isFiltered } from './filter.ts'
import { StatusFilter } from './status-filter.tsx'

/** Beyond this many pieces the list is not read again by itself; what is new waits behind "14 new · Show". */
const FEW_PAGES = 3
const FOLLOW_MS = 1_500

const rowId = (row: Message) => String(row.queueId)
const rowName = (row: Message) => phoneText(row.number)

export function HistoryPage() {
  const text = useText()
  const sentence = useMessageSentence()
  const [address, setAddress] = useAddress()
  const [range, setRange] = useRange('last28')
  const filter = historyFilter(address, range)
  const hasFilter = isFiltered(filter)
  const list = usePages('history', filter)
  const { rows, total, isLoading, listKey } = usePlaceholderRows(list, JSON.stringify(filter))
  const pages = list.data?.pages.length ?? 0
  const counts = useHistoryAnswer(filter, range)
  useFollowMessages(() => {
    counts.reread()
    if (pages <= FEW_PAGES) void list.refetch({ cancelRefetch: false })
  }, FOLLOW_MS)
  const news = pages > FEW_PAGES && !list.isPlaceholderData ? Math.max(0, (counts.total ?? 0) - total) : 0
  const devices = useDeviceNames()
  const columns = useHistoryColumns(devices)
  const opened = useOpenMessage(rows)
  const actions = useMessageActions()
  const menu = useMessageMenu(actions, devices)
  const clear = () => setAddress(Object.fromEntries(historyFilterNames.map((name) => [name, null])))
  const isUsual = historyFilterNames.every((name) => !address.get(name))
  return (
    <Page
      title={text('history.page')}
      answer={counts.answer}
      width="table"
      actions={<ExportButton filter={filter} total={counts.total} />}
      panel={opened.queueId !== null && <MessagePanel {...opened} queueId={opened.queueId} onClose={opened.close} />}
    >
      <ProblemBanner
        problem={actions.problem}
        onDismiss={() => actions.say(null)}
        readAt={list.error && rows.length > 0 ? list.dataUpdatedAt : null}
        onRetry={() => void list.refetch()}
      />
      <Table
        id="history"
        name={text('history.table')}
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={rowName}
        total={total}
        listKey={listKey}
        compact={compactHistoryRow}
        secondLine={(row) => secondLine(row, (message) => sentence(message, devices.nameOf(message.sessionId)))}
        onOpen={opened.open}
        openId={opened.queueId === null ? null : String(opened.queueId)}
        rowMenu={menu}
        isLoading={isLoading}
        onMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
        news={{ count: news, onShow: () => void readAfresh(filter) }}
        empty={
          <EmptyHistory
            error={list.error}
            onRetry={() => void list.refetch()}
            isRetrying={list.isFetching}
            onClear={hasFilter ? clear : null}
            onAllTime={hasRange(filter) ? () => setRange({}) : null}
          />
        }
        toolbar={
          <>
            <SearchFilter />
            <DateRangePicker value={range} onChange={setRange} />
            <StatusFilter />
            <DeviceFilter devices={devices} />
            {!isUsual && (
              <Button kind="quiet" onClick={clear}>
                {text('messages.clear-filters')}
              </Button>
            )}
          </>
        }
      />
    </Page>
  )
}

/** The first piece alone, read again: what was scrolled to since is fetched as it is needed. */
function readAfresh(filter: ReturnType<typeof historyFilter>): Promise<void> {
  return queryClient.resetQueries({ queryKey: ['history', 'list', filter, 'pages'], exact: true })
}
