// Shows only what waits for one reason.

import { useText } from '../i18n/text.tsx'
import { useAddressPart } from '../ui/address.ts'
import { Select } from '../ui/controls/select.tsx'
import { reasonChoices } from './filter.ts'

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
