// From: the device, named also when nobody has chosen one.
import type { Device } from '@contract/devices.ts'
import { useOperation } from '../../client/queries.ts'
import { deviceState } from '../../i18n/device-state.ts'
import { useText } from '../../i18n/text.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { phoneText } from '../../ui/phone/number.tsx'

interface FromFieldProps {
  value: string
  onChange: (sessionId: string) => void
  /** The words for leaving it to Dakiya. */
  chosen: string
  error?: string | null
}

export function FromField({ value, onChange, chosen, error }: FromFieldProps) {
  const text = useText()
  const devices = useOperation('devices', 'list', {}).data?.devices ?? []
  const about = (device: Device) => {
    const state = text(deviceState(device).word)
    return device.number === null ? state : `${phoneText(device.number)} · ${state}`
  }
  return (
    <Field label={text('send.from')} error={error}>
      <Select
        value={devices.some(({ sessionId }) => sessionId === value) ? value : ''}
        onChange={onChange}
        options={[
          { value: '', label: chosen },
          ...devices.map((device) => ({ value: device.sessionId, label: device.name, hint: about(device) })),
        ]}
      />
    </Field>
  )
}
