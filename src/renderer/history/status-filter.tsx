// Shows only messages that came to one end.

import { useText } from '../i18n/text.tsx'
import { useAddressPart } from '../ui/address.ts'
import { Select } from '../ui/controls/select.tsx'
import { statusChoices } from './filter.ts'

export function StatusFilter() {
  const text = useText()
  const [status, setStatus] = useAddressPart('status')
  return (
    <Select
      fit
      name={text('history.status')}
      value={status}
      onChange={setStatus}
      options={[
        { value: '', label: text('history.any-status') },
        ...statusChoices.map((value) => ({
          value: value as string,
          label: text(value === 'unknown' ? 'messages.state-unconfirmed' : `messages.state-${value}`),
        })),
      ]}
    />
  )
}
