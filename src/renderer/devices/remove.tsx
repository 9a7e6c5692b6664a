// Asks before a device leaves the list, and what should become of the messages that wait for it.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { RadioGroup } from '../ui/controls/choice.tsx'
import { Field, FieldError } from '../ui/controls/field.tsx'
import { Select } from '../ui/controls/select.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { toast } from '../ui/overlay/toast.tsx'

type Choice = 'cancel' | 'keep' | 'move'

interface RemoveDeviceProps {
  device: Device
  /** All there are; those that are linked can take what waits. */
  devices: readonly Device[]
  onClose: () => void
}

export function RemoveDevice({ device, devices, onClose }: RemoveDeviceProps) {
  const text = useText()
  const sentence = useRefusalText()
  const { sessionId, name, inQueue: count } = device
  const others = devices.filter((other) => other.sessionId !== sessionId && isLinked(other))
  const [choice, setChoice] = useState<Choice>(others.length > 0 ? 'move' : 'keep')
  const [to, setTo] = useState(others[0]?.sessionId ?? '')
  const remove = useMutation({
    mutationFn: () => {
      if (count === 0) return client.devices.remove({ sessionId })
      return client.devices.remove({ sessionId, waiting: choice, ...(choice === 'move' && { moveTo: to }) })
    },
    onSuccess: () => {
      reread('devices', 'queue', 'history')
      toast(text('devices.removed', { name }))
      onClose()
    },
  })
  const [only] = others
  const moveWords =
    others.length === 1 && only
      ? text('devices.remove-move-to', { count, name: only.name })
      : text('devices.remove-move', { count })
  const options = [
    ...(others.length > 0 ? [{ value: 'move' as const, label: moveWords }] : []),
    {
      value: 'keep' as const,
      label: text('devices.remove-keep', { count }),
      hint: text('devices.remove-keep-hint', { count }),
    },
    { value: 'cancel' as const, label: text('devices.remove-cancel', { count }) },
  ]
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('devices.remove-title', { name })}
      description={text('devices.remove-text')}
      actions={
        <>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {text('devices.menu-remove')}
          </Button>
          <Button data-autofocus onClick={onClose}>
            {text('devices.keep')}
          </Button>
        </>
      }
    >
      {count > 0 && (
        <div className="flex flex-col gap-4">
          <Field label={text('devices.remove-waiting', { count })}>
            <RadioGroup value={choice} onChange={setChoice} options={options} />
          </Field>
          {choice === 'move' && others.length > 1 && (
            <Field label={text('devices.remove-to')}>
              <Select
                value={to}
                onChange={setTo}
                options={others.map((other) => ({ value: other.sessionId, label: other.name }))}
              />
            </Field>
          )}
        </div>
      )}
      <FieldError error={remove.error && sentence(remove.error)} />
    </Dialog>
  )
}

const isLinked = ({ status }: Device) => !['new', 'linking', 'logged-out', 'banned'].includes(status)
