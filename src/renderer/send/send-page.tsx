// Send: one person, one message. From which number, and when will it leave? What is typed stays until it has gone.
import { Send } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useOperation } from '../client/queries.ts'
import { Text, useText } from '../i18n/text.tsx'
import { FromField } from '../messages/compose/from-field.tsx'
import { MessageField } from '../messages/compose/message-field.tsx'
import { Button, LinkButton, TextLink } from '../ui/controls/button.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { Banner } from '../ui/page/banner.tsx'
import { FormWithPreview, Page } from '../ui/page/page.tsx'
import { AttachField } from './attach-field.tsx'
import { useChosenDevice, useSendTime, useSendTimeText } from './device-choice.ts'
import { useSendDraft } from './draft.ts'
import { LastSent } from './last-sent.tsx'
import { Preview } from './preview.tsx'
import { RecipientField, useRecipient } from './recipient.tsx'
import { type FormPlace, useSubmit } from './submit.ts'

export function SendPage() {
  const text = useText()
  const { value, change } = useSendDraft()
  const recipient = useRecipient()
  const chosen = useChosenDevice(recipient.number)
  const devices = useOperation('devices', 'list', {}).data?.devices
  const device = devices?.find(({ sessionId }) => sessionId === value.from) ?? chosen
  const sendTime = useSendTime(device)
  const say = useSendTimeText()
  const sending = useSubmit(recipient, device)
  const form = useRef<HTMLFormElement>(null)
  const errorAt = (place: FormPlace) => (sending.problem?.place === place ? sending.problem.sentence : null)

  // A press that found something goes there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each press counts, also with the same problem.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [sending.refusals])

  // One after the other: the next number can be typed at once.
  useEffect(() => {
    if (sending.queued > 0) form.current?.querySelector<HTMLElement>('input[type="tel"]')?.focus()
  }, [sending.queued])

  const needsPhone = sendTime?.kind === 'no-device' || sendTime?.kind === 'not-linked'
  return (
    <Page
      title={text('send.page')}
      answer={sendTime && (sendTime.kind === 'no-device' ? text('send.answer-none') : say(sendTime))}
    >
      <div className="flex flex-col gap-8">
        <FormWithPreview
          form={
            <form
              ref={form}
              className="contents"
              // Enter in a field sends nothing: only the button does, or Ctrl+Enter.
              onSubmit={(event) => event.preventDefault()}
            >
              {needsPhone && (
                <Banner
                  tone="caution"
                  action={
                    <LinkButton
                      small
                      to={`/devices?link=${sendTime.kind === 'not-linked' ? encodeURIComponent(sendTime.device.sessionId) : 'new'}`}
                    >
                      {text('send.link')}
                    </LinkButton>
                  }
                >
                  {say(sendTime)}
                </Banner>
              )}
              <RecipientField recipient={recipient} error={errorAt('to')} />
              <FromField
                value={value.from}
                onChange={(from) => change({ from })}
                chosen={chosen ? text('send.chosen', { device: chosen.name }) : text('send.chosen-none')}
                error={errorAt('from')}
              />
              <MessageField
                value={value.message}
                onChange={(message) => change({ message })}
                error={errorAt('message')}
              />
              <AttachField error={errorAt('attach')} />
              <FieldError error={errorAt('form')} />
              <div className="flex flex-wrap items-center gap-4">
                <Button
                  kind="primary"
                  icon={Send}
                  busy={sending.busy}
                  aria-keyshortcuts="Control+Enter"
                  onClick={sending.send}
                >
                  {text('send.send')}
                </Button>
                <p className="text-ink-2">
                  <Text id="send.list" values={{ link: (parts) => <TextLink to="/bulk-send">{parts}</TextLink> }} />
                </p>
              </div>
            </form>
          }
          preview={<Preview device={device?.name} to={recipient.display} />}
        />
        <LastSent />
      </div>
    </Page>
  )
}
