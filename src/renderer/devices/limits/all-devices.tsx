// Sending limits for all devices that have none of their own, and how the office sends.
import type { Device } from '@contract/devices.ts'
import type { Settings } from '@contract/settings.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '../../client/client.ts'
import { queryClient, read, useOperation } from '../../client/queries.ts'
import { refusalOfCall, useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Checkbox } from '../../ui/controls/choice.tsx'
import { toast } from '../../ui/overlay/toast.tsx'
import { LimitsDialog } from './dialog.tsx'
import { LimitFields } from './fields.tsx'
import { formValuesOf, type LimitName, limitNames, readLimits } from './form-values.ts'
import { SendingOptions, sendingOptionsOf } from './sending-options.tsx'

export function SharedLimitsDialog({ devices, onClose }: { devices: readonly Device[]; onClose: () => void }) {
  const settings = useOperation('settings', 'get', {}).data?.settings
  return settings ? <Form settings={settings} devices={devices} onClose={onClose} /> : null
}

interface FormProps {
  settings: Settings
  devices: readonly Device[]
  onClose: () => void
}

function Form({ settings, devices, onClose }: FormProps) {
  const text = useText()
  const { formatList } = useIntl()
  const sentence = useRefusalText()
  const [typed, setTyped] = useState(() => formValuesOf(settings))
  const [typing, setTyping] = useState(settings.typing)
  const [options, setOptions] = useState(() => sendingOptionsOf(settings))
  const [isChecked, check] = useState(false)
  const { values, problems } = readLimits(typed, null)
  const save = useMutation({
    // Without problems no value is empty.
    mutationFn: () => client.settings.update({ ...(values as Record<LimitName, number>), typing, ...options }),
    onSuccess: (answer) => {
      queryClient.setQueryData(read('settings', 'get', {}).queryKey, answer)
      toast(text('devices.limits-saved'))
      onClose()
    },
  })
  const press = () => {
    check(true)
    if (Object.keys(problems).length === 0) save.mutate()
  }
  const field = save.error ? refusalOfCall(save.error).field : undefined
  const own = devices.filter(({ limits }) => Object.values(limits).some((value) => value !== null))
  const isOfField = limitNames.some((name) => name === field)
  return (
    <LimitsDialog
      title={text('devices.limits')}
      description={text('devices.limits-text')}
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
        shared={null}
      />
      <Checkbox label={text('devices.typing')} checked={typing} onChange={setTyping} />
      <SendingOptions value={options} onChange={setOptions} />
      {own.length > 0 && (
        <p className="max-w-text">
          {text('devices.limits-different', { count: own.length, names: formatList(own.map(({ name }) => name)) })}
        </p>
      )}
    </LimitsDialog>
  )
}
