// A message's whole story beside the list it was opened from: the bubble, its state in words, what can be done, what happened.
import type { Message, TimelineEntry } from '@contract/messages.ts'
import { Check, RotateCcw, Send, Undo2, X } from 'lucide-react'
import { useOperation } from '../../client/queries.ts'
import { refusalOfCall } from '../../client/refusal.ts'
import { useRefusalText } from '../../client/refusal-text.ts'
import { useText } from '../../i18n/text.tsx'
import { NumberErase } from '../../people/erase/number-erase.tsx'
import { NumberOptOut } from '../../people/opt-outs/number-opt-out.tsx'
import { Button, TextLink } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { SidePanel } from '../../ui/overlay/side-panel.tsx'
import { Failure } from '../../ui/page/empty.tsx'
import { Loaded } from '../../ui/page/skeleton.tsx'
import { PhoneNumber } from '../../ui/phone/phone-number.tsx'
import { type MessageActions, useMessageActions } from '../actions.ts'
import { type DeviceNames, useDeviceNames } from '../device-names.ts'
import { useMessageSentence } from '../message-state.ts'
import { MessagePill } from '../pill.tsx'
import { type Way, waysOf } from '../way.ts'
import { MessageBubble } from './message-bubble.tsx'
import { MessageTimeline } from './message-timeline.tsx'

export interface MessagePanelProps {
  queueId: number
  onClose: () => void
  /** Shows another one: what was sent again is followed. */
  show: (queueId: number) => void
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
}

export const wayIcons = {
  cancel: X,
  'queue-again': Undo2,
  'send-again': RotateCcw,
  resend: RotateCcw,
  'mark-sent': Check,
  release: Send,
} satisfies Record<Way, typeof X>

export function MessagePanel({ queueId, onClose, show, onPrevious, onNext }: MessagePanelProps) {
  const text = useText()
  const sentence = useRefusalText()
  const found = useOperation('messages', 'get', { queueId }, { keepsPrevious: true })
  const actions = useMessageActions(show)
  const devices = useDeviceNames()
  const message = found.data?.message.queueId === queueId ? found.data.message : undefined
  return (
    <SidePanel
      title={message ? <PhoneNumber value={message.number} /> : text('message.one')}
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
            <p>{text('message.not-there')}</p>
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
  const ways = waysOf(message, devices.get(message.sessionId) !== undefined)
  return (
    <div className="flex flex-col gap-6">
      <MessageBubble message={message} />
      <div className="flex flex-col items-start gap-2">
        <MessagePill message={message} />
        <p>{sentence(message, device)}</p>
        {actions.problem && <FieldError error={actions.problem} />}
        {ways.length > 0 && (
          <ul className="flex flex-col items-start gap-3 py-2">
            {ways.map((way) => (
              <li key={way} className="flex flex-col items-start gap-1">
                <Button icon={wayIcons[way]} busy={actions.busy === way} onClick={() => actions.go(way, message)}>
                  {text(`message.way-${way}`)}
                </Button>
                {(way === 'resend' || way === 'mark-sent') && (
                  <p className="text-ink-2 text-pill">{text(`message.way-${way}-hint`)}</p>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="text-ink-2">{text('message.from', { device })}</p>
        <p>
          <TextLink to={`/history?range=allTime&q=${message.number}`}>{text('message.with-number')}</TextLink>
        </p>
        {/^\d+$/.test(message.number) && (
          <>
            <NumberOptOut number={message.number} />
            <NumberErase number={message.number} />
          </>
        )}
      </div>
      <MessageTimeline message={message} />
    </div>
  )
}
