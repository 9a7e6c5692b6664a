// A message's whole story beside the list it was opened from: the bubble, its state in words, what can be done, what happened.
import type { Message, TimelineEntry } from '@contract/messages.ts'
import { Check, RotateCcw, Send, Undo2, X } from 'lucide-react'
import { useOperation } from '../../client/queries.ts'
import { refusalOfCall, useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { EraseButton } from '../../people/erase/button.tsx'
import { OptOutButton } from '../../people/opt-outs/button.tsx'
import { Button, TextLink } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { SidePanel } from '../../ui/overlay/side-panel.tsx'
import { Failure } from '../../ui/page/empty.tsx'
import { Loaded } from '../../ui/page/skeleton.tsx'
import { PhoneNumber } from '../../ui/phone/number.tsx'
import { type MessageActions, useMessageActions } from '../actions.ts'
import { allowedActions, type MessageAction } from '../allowed-actions.ts'
import { type DeviceNames, useDeviceNames } from '../device-names.ts'
import { MessagePill, useMessageSentence } from '../state.tsx'
import { MessageBubble } from './bubble.tsx'
import { MessageTimeline } from './timeline.tsx'

export interface MessagePanelProps {
  queueId: number
  onClose: () => void
  /** Shows another one: what was sent again is followed. */
  show: (queueId: number) => void
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
}

export const actionIcons = {
  cancel: X,
  'queue-again': Undo2,
  'send-again': RotateCcw,
  resend: RotateCcw,
  'mark-sent': Check,
  release: Send,
} satisfies Record<MessageAction, typeof X>

export function MessagePanel({ queueId, onClose, show, onPrevious, onNext }: MessagePanelProps) {
  const text = useText()
  const sentence = useRefusalText()
  const found = useOperation('messages', 'get', { queueId }, { keepsPrevious: true })
  const actions = useMessageActions(show)
  const devices = useDeviceNames()
  const message = found.data?.message.queueId === queueId ? found.data.message : undefined
  return (
    <SidePanel
      title={message ? <PhoneNumber value={message.number} /> : text('messages.one')}
      onClose={onClose}
      onPrevious={onPrevious}
      onNext={onNext}
    >
      <Loaded
        value={message}
        lines={6}
        failure={
          found.error &&
          (refusalOfCall(found.error).code === 'NOT_FOUND' ? (
            <p>{text('messages.not-there')}</p>
          ) : (
            <Failure
              onRetry={() => void found.refetch()}
              isRetrying={found.isFetching}
              detail={sentence(found.error)}
            />
          ))
        }
      >
        {(known) => <Inside message={known} devices={devices} actions={actions} />}
      </Loaded>
    </SidePanel>
  )
}

interface InsideProps {
  message: Message & { timeline: TimelineEntry[] }
  devices: DeviceNames
  actions: MessageActions
}

function Inside({ message, devices, actions }: InsideProps) {
  const text = useText()
  const sentence = useMessageSentence()
  const device = devices.nameOf(message.sessionId)
  const allowed = allowedActions(message, devices.get(message.sessionId) !== undefined)
  return (
    <div className="flex flex-col gap-6">
      <MessageBubble message={message} />
      <div className="flex flex-col items-start gap-2">
        <MessagePill message={message} />
        <p>{sentence(message, device)}</p>
        {actions.problem && <FieldError error={actions.problem} />}
        {allowed.length > 0 && (
          <ul className="flex flex-col items-start gap-3 py-2">
            {allowed.map((action) => (
              <li key={action} className="flex flex-col items-start gap-1">
                <Button
                  icon={actionIcons[action]}
                  busy={actions.busy === action}
                  onClick={() => actions.run(action, message)}
                >
                  {text(`messages.action-${action}`)}
                </Button>
                {(action === 'resend' || action === 'mark-sent') && (
                  <p className="text-ink-2 text-pill">{text(`messages.action-${action}-hint`)}</p>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="text-ink-2">{text('messages.from', { device })}</p>
        <p>
          <TextLink to={`/history?range=allTime&q=${message.number}`}>{text('messages.with-number')}</TextLink>
        </p>
        {/^\d+$/.test(message.number) && (
          <>
            <OptOutButton number={message.number} />
            <EraseButton number={message.number} />
          </>
        )}
      </div>
      <MessageTimeline message={message} />
    </div>
  )
}
