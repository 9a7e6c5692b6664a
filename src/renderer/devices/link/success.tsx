// The end of linking: which number it is, and a first message to oneself to see that it works.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { client, idempotentCall } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { MessagePill, useMessageSentence } from '../../messages/state.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'
import { phoneText } from '../../ui/phone/number.tsx'

export function LinkSuccess({ device, onClose }: { device: Device; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const { name, number, sessionId } = device
  const test = useMutation({
    mutationFn: () => {
      const test = { number: number ?? '', message: text('devices.test-text', { name }), sessionId }
      return idempotentCall('messages.send', test, (context) => client.messages.send(test, { context }))
    },
  })
  const isSent = test.data !== undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('devices.linked-title', { name })}
      actions={
        <>
          <Button kind={isSent ? 'primary' : 'secondary'} onClick={onClose}>
            {text('devices.done')}
          </Button>
          {!isSent && (
            <Button
              kind="primary"
              aria-keyshortcuts="Control+Enter"
              busy={test.isPending}
              onClick={() => test.mutate()}
            >
              {text('devices.test')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex min-h-24 flex-col gap-3">
        <p role="status" className="flex items-center gap-2">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-positive" />
          <span>{text('devices.connected-as', { number: `\u2066${phoneText(number ?? '')}\u2069` })}</span>
        </p>
        {isSent && <Test queueId={test.data.queueId} device={name} />}
        <FieldError error={test.error && sentence(test.error)} />
      </div>
    </Dialog>
  )
}

/** How the test fares, as it happens. */
function Test({ queueId, device }: { queueId: number; device: string }) {
  const say = useMessageSentence()
  const message = useOperation('messages', 'get', { queueId }).data?.message
  if (message === undefined) return null
  return (
    <p role="status" className="flex flex-wrap items-center gap-2">
      <MessagePill message={message} />
      {say(message, device)}
    </p>
  )
}
