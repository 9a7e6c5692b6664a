// Shows only messages that came to one end.
import { useAddressPart } from '../shell/address.ts'
import { Select } from '../ui/select.tsx'
import { useText } from '../words/text.tsx'
import { statusChoices } from './history-filter.ts'

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
          label: text(value === 'unknown' ? 'state.unconfirmed' : `state.${value}`),
        })),
      ]}
    />
  )
}
