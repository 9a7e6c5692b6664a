// Another name for a device; its number, history and queue stay as they are.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { client } from '../client/client.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { TextInput } from '../ui/controls/text-input.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'

export function RenameDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const undo = useUndo()
  const field = useRef<HTMLInputElement>(null)
  const { sessionId } = device
  const [before] = useState(device.name)
  const [name, setName] = useState(before)
  const [isChecked, check] = useState(false)
  const isUnnamed = name.trim() === ''
  const rename = useMutation({
    mutationFn: () => client.devices.update({ sessionId, name: name.trim() }),
    onSuccess: ({ device: renamed }) => {
      const done = text('devices.renamed', { name: renamed.name })
      undo(done, () => client.devices.update({ sessionId, name: before }), 'devices')
      onClose()
    },
  })
  useEffect(() => field.current?.select(), [])
  const press = () => {
    check(true)
    if (isUnnamed) field.current?.focus()
    else if (name.trim() === before) onClose()
    else rename.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('devices.rename-title', { name: before })}
      actions={
        <>
          <Button onClick={onClose}>{text('devices.cancel')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={rename.isPending} onClick={press}>
            {text('devices.menu-rename')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <Field
          label={text('devices.name')}
          hint={text('devices.name-hint')}
          required
          error={isChecked && isUnnamed ? text('devices.name-missing') : rename.error && sentence(rename.error)}
        >
          <TextInput ref={field} value={name} onChange={setName} maxLength={60} />
        </Field>
      </form>
    </Dialog>
  )
}
