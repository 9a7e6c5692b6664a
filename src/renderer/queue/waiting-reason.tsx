// Why a message has not gone yet, in two or three words; where somebody can do something about it, the words lead there. And the
// filter that shows only what waits for one reason.
import type { Message } from '@contract/messages.ts'
import { useText } from '../i18n/text.tsx'
import type { DeviceNames } from '../messages/device-names.ts'
import { MessagePill } from '../messages/state.tsx'
import { useAddressPart } from '../ui/address.ts'
import { TextLink } from '../ui/controls/button.tsx'
import { Select } from '../ui/controls/select.tsx'
import { reasonChoices } from './filter.ts'

export function WaitingReason({ message, devices }: { message: Message; devices: DeviceNames }) {
  const text = useText()
  // While it goes out, and once it has gone, its state says more than its wait did.
  if (message.status !== 'pending') return <MessagePill message={message} />
  const { waitingFor, sessionId } = message
  if (waitingFor === null) return '–'
  if (waitingFor !== 'device') return text(`messages.waits-${waitingFor}`)
  const device = devices.get(sessionId)
  if (device === undefined) return devices.list === undefined ? '' : text('queue.device-removed')
  const needsLink = device.status === 'logged-out' || device.status === 'new'
  if (needsLink) return <TextLink to={`/devices?link=${sessionId}`}>{text('messages.waits-device')}</TextLink>
  const words = device.status === 'banned' ? 'queue.device-blocked' : 'queue.device-connects'
  return <TextLink to={`/devices?device=${sessionId}`}>{text(words)}</TextLink>
}

export function ReasonFilter() {
  const text = useText()
  const [waits, setWaits] = useAddressPart('waits')
  return (
    <Select
      fit
      name={text('queue.waits-for')}
      value={waits}
      onChange={setWaits}
      options={[
        { value: '', label: text('queue.waits-any') },
        ...reasonChoices.map((value) => ({ value: value as string, label: text(`queue.waits-${value}`) })),
      ]}
    />
  )
}
