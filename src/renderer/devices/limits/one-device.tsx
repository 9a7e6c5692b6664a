// Sending limits of one device; what is left empty follows those of all.
import type { Device } from '@contract/devices.ts'
import type { Settings } from '@contract/settings.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { useOperation } from '../../client/queries.ts'
import { refusalOfCall, useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { toast } from '../../ui/overlay/toast.tsx'
import { LimitsDialog } from './dialog.tsx'
import { LimitFields } from './fields.tsx'
import { formValuesOf, limitNames, readLimits } from './form-values.ts'

export function DeviceLimitsDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const settings = useOperation('settings', 'get', {}).data?.settings
  return settings ? <Form device={device} shared={settings} onClose={onClose} /> : null
}

type Typing = '' | 'yes' | 'no'

function Form({ device, shared, onClose }: { device: Device; shared: Settings; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const { sessionId, name, limits } = device
  const [typed, setTyped] = useState(() => formValuesOf(limits))
  const [typing, setTyping] = useState<Typing>(limits.typing === null ? '' : limits.typing ? 'yes' : 'no')
  const [isChecked, check] = useState(false)
  const { values, problems } = readLimits(typed, shared)
  const save = useMutation({
    mutationFn: () => client.devices.update({ sessionId, ...values, typing: typing === '' ? null : typing === 'yes' }),
    onSuccess: () => {
      toast(text('devices.limits-saved'))
      onClose()
    },
  })
  const press = () => {
    check(true)
    if (Object.keys(problems).length === 0) save.mutate()
  }
  const field = save.error ? refusalOfCall(save.error).field : undefined
  const isOfField = limitNames.some((one) => one === field)
  return (
    <LimitsDialog
      title={text('devices.limits-of', { name })}
      description={text('devices.limits-own')}
      busy={save.isPending}
      error={save.error && !isOfField ? sentence(save.error) : null}
      onSave={press}
      onClose={onClose}
    >
      <LimitFields
        value={typed}
        onChange={setTyped}
        problems={isChecked ? problems : {}}
        refusal={save.error && { field, sentence: sentence(save.error) }}
        shared={shared}
      />
      <Field label={text('devices.typing')}>
        <Select
          value={typing}
          onChange={setTyping}
          options={[
            { value: '', label: text('devices.typing-as-all', { isOn: shared.typing }) },
            { value: 'yes', label: text('devices.typing-yes') },
            { value: 'no', label: text('devices.typing-no') },
          ]}
        />
      </Field>
    </LimitsDialog>
  )
}
