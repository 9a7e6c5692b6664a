// The foot of the page: when the last one would leave, and the one button, with the count of what it does.
import { BULK_LIMIT } from '@contract/messages.ts'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { useTimes } from '../../i18n/times.ts'
import { useListDraft } from '../../messages/compose/list-draft.ts'
import { isLinked, lastSendTime } from '../../messages/compose/send-time.ts'
import { Button, LinkButton } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import type { CheckedList } from '../check/checked-list.ts'
import { overLimit, useQueueRows } from './queue-rows.ts'

export function QueueBar({ shown, onNeedText }: { shown: CheckedList; onNeedText: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const times = useTimes()
  const { value } = useListDraft()
  const queue = useQueueRows()
  const [isPressed, press] = useState(false)
  const devices = useOperation('devices', 'list', {}).data?.devices
  const settings = useOperation('settings', 'get', {}).data?.settings
  const { list, checked } = shown
  const { ready } = checked
  const linked = devices?.filter(isLinked) ?? []
  const chosen = linked.filter(({ sessionId }) => sessionId === value.from)
  const lastAt = settings && lastSendTime(chosen.length > 0 ? chosen : linked, ready.length, settings, Date.now())
  const hasNoDevice = devices !== undefined && linked.length === 0

  const missing = (): string | null => {
    if (list.rows.length === 0) return text('bulk.need-people')
    if (list.columns.number === null) return text('bulk.need-column')
    if (value.messageBy === 'one' && value.message.trim() === '') return text('bulk.need-text')
    if (value.messageBy === 'column' && list.columns.message === null) return text('bulk.text-column-missing')
    if (checked.unread > 0) return text('bulk.need-checked')
    if (hasNoDevice) return text('bulk.no-device')
    if (ready.length === 0) return text('bulk.need-ready')
    const over = overLimit(ready)
    if (over === 'rows') return text('bulk.need-less', { count: ready.length, most: BULK_LIMIT })
    return over === 'bytes' ? text('bulk.need-shorter') : null
  }
  const problem = isPressed ? missing() : null
  const send = () => {
    press(true)
    queue.reset()
    if (missing() === null) queue.mutate({ rows: ready, from: chosen.length > 0 ? value.from : '' })
    else if (list.rows.length > 0 && value.message.trim() === '') onNeedText()
  }
  return (
    <div
      ref={keepFoot}
      className="sticky bottom-0 z-10 -mx-(--gutter) -mb-(--gutter) flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t bg-paper px-gutter py-3"
    >
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
        {problem !== null || queue.error ? (
          <FieldError error={problem ?? (queue.error && sentence(queue.error))} />
        ) : (
          <p className="max-w-text text-ink-2">
            {lastAt ? `${text('bulk.last-leaves', { when: times.future(lastAt) })} ` : ''}
            {text('bulk.agreed')}
          </p>
        )}
      </div>
      {hasNoDevice && <LinkButton to="/devices?link=new">{text('bulk.link')}</LinkButton>}
      <Button kind="primary" icon={Send} busy={queue.isPending} aria-keyshortcuts="Control+Enter" onClick={send}>
        {text('bulk.queue', { count: ready.length })}
      </Button>
    </div>
  )
}

/** Tells the toasts how high the foot of the page is, so that none lies on the button: `--foot`. */
function keepFoot(foot: HTMLElement | null): (() => void) | undefined {
  if (foot === null) return
  const root = document.documentElement.style
  const watch = new ResizeObserver(() => root.setProperty('--foot', `${Math.ceil(foot.offsetHeight)}px`))
  watch.observe(foot)
  return () => {
    watch.disconnect()
    root.removeProperty('--foot')
  }
}
